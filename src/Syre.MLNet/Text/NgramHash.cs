namespace Syre.MLNet.Text;

/// <summary>
/// Numbers n-grams by a hash that C# and an ONNX graph compute alike: h of a longer n-gram is (h of all but its last key · <see cref="Factor"/> + the last
/// key) modulo <see cref="Buckets"/>, in integers of 64 bits that never overflow.
/// </summary>
internal static class NgramHash
{
    /// <summary>Number of n-grams told apart: a prime, so that every bit of a key counts. Large against the n-grams of a model, so that few unseen
    /// n-grams of a new text fall on a known one's number.</summary>
    public const int Buckets = 2_097_143;

    /// <summary>Multiplier of the hash.</summary>
    public const long Factor = 1_618_033;

    /// <summary>Calls <paramref name="found"/> with the number of each n-gram, shorter ones first, each order from left to right.</summary>
    /// <param name="keys">Keys, with the padding that <paramref name="grams"/> asks for.</param>
    /// <param name="grams">Which n-grams.</param>
    /// <param name="hashes">A buffer, at least as long as the keys.</param>
    /// <param name="found">Takes the number, and whether the n-gram is worth counting: one that begins outside of the text is not.</param>
    public static void Each(ReadOnlySpan<long> keys, NgramKind grams, Span<int> hashes, Action<int, bool> found)
    {
        hashes[..keys.Length].Fill(grams.Seed);
        for (int length = 1; length <= grams.Longest; length++)
        {
            for (int start = 0; start + length <= keys.Length; start++)
            {
                hashes[start] = (int)((hashes[start] * Factor + keys[start + length - 1]) % Buckets);
                if (length >= grams.Shortest)
                    found(hashes[start], keys[start] != grams.Outside || (length > 1 && keys[start + 1] != grams.Outside));
            }
        }
    }
}
