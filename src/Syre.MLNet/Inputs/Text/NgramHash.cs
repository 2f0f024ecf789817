namespace Syre.MLNet.Inputs.Text;

/// <summary>
/// Numbers n-grams by a hash that C# and an ONNX graph compute alike: that of the keys k₁…kₙ is (seed·Fⁿ + Σ kᵢ·Fⁿ⁻ⁱ) modulo
/// <see cref="Buckets"/>, with F = <see cref="Factor"/>. C# goes from key to key; the graph multiplies windows of keys by a matrix of the
/// powers, which are taken modulo <see cref="Buckets"/> too, so that 64 bits hold every sum.
/// </summary>
internal static class NgramHash
{
    /// <summary>
    /// Number of n-grams told apart: a prime, so that every bit of a key counts. Large against the n-grams of a model, so that few unseen
    /// n-grams of a new text fall on a known one's number.
    /// </summary>
    public const int Buckets = 2_097_143;

    private const long Factor = 1_618_033;

    /// <summary>Adds the n-grams of a text, by where they begin, shorter ones first.</summary>
    /// <param name="keys">Keys, with the padding that <paramref name="kind"/> asks for.</param>
    /// <param name="kind">Which n-grams.</param>
    /// <param name="ngrams">Where they are added.</param>
    public static void Each(ReadOnlySpan<long> keys, NgramKind kind, List<Ngram> ngrams)
    {
        for (int start = 0; start + kind.Longest <= keys.Length; start++)
        {
            long hash = kind.Seed;
            for (int length = 1; length <= kind.Longest; length++)
            {
                hash = (hash * Factor + keys[start + length - 1]) % Buckets;
                if (length >= kind.Shortest)
                    ngrams.Add(new Ngram((int)hash, IsInside(keys.Slice(start, length), kind.Outside)));
            }
        }
    }

    /// <summary>
    /// Powers <c>[lengths, longest]</c>: this times windows of keys, each a column, plus <see cref="Seeds"/>, modulo
    /// <see cref="Buckets"/>, is their numbers.
    /// </summary>
    public static long[] Powers(NgramKind kind)
    {
        var powers = new long[kind.Lengths * kind.Longest];
        for (int key = 0; key < kind.Longest; key++)
        {
            for (int length = Math.Max(kind.Shortest, key + 1); length <= kind.Longest; length++)
                powers[(length - kind.Shortest) * kind.Longest + key] = Power(length - key - 1);
        }

        return powers;
    }

    /// <summary>What the seed adds for each length, <c>[lengths]</c>.</summary>
    public static long[] Seeds(NgramKind kind) =>
        [.. Enumerable.Range(kind.Shortest, kind.Lengths).Select(length => kind.Seed * Power(length) % Buckets)];

    /// <summary>Whether at most one key at each end is outside of the text, and not all are.</summary>
    private static bool IsInside(ReadOnlySpan<long> ngram, long outside) => ngram.Length == 1
        ? ngram[0] != outside
        : (ngram[0] != outside || ngram[1] != outside) && (ngram[^1] != outside || ngram[^2] != outside);

    private static long Power(int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent; i++)
            power = power * Factor % Buckets;
        return power;
    }
}
