using System.Runtime.InteropServices;

namespace Syre.MLNet.Inputs.Text;

/// <summary>One kind of n-gram: of words or of characters.</summary>
/// <param name="Seed">Where the hash begins, so that the kinds get numbers of their own.</param>
/// <param name="Shortest">Length of the shortest.</param>
/// <param name="Longest">Length of the longest.</param>
/// <param name="Outside">The key of what is outside of the text; for characters also of spaces and controls, for
/// words of unknown ones.</param>
/// <param name="MaximumKeys">Keys of a text that are read.</param>
internal sealed record NgramKind(int Seed, int Shortest, int Longest, long Outside, int MaximumKeys)
{
    /// <summary>Keys of padding before a text, so that its beginning can be told.</summary>
    public const int Before = 1;

    /// <summary>A space in ML.NET's keys of characters, which count from 1; the markers of the text's ends have lower ones.</summary>
    private const long Space = ' ' + 1;

    /// <summary>Keys of padding after a text: every key of the text begins n-grams of all lengths.</summary>
    public int After => Longest - 1;

    /// <summary>How many lengths there are.</summary>
    public int Lengths => Longest - Shortest + 1;

    /// <summary>Pieces of words, which stand in their place; null for whole words.</summary>
    public SubwordTable? Subwords { get; private init; }

    /// <summary>N-grams of words, or of their pieces.</summary>
    /// <param name="options">The options.</param>
    /// <param name="words">The words by key.</param>
    public static NgramKind Words(SyreTextClassificationOptions options, IReadOnlyList<string> words) =>
        new(1, 1, options.WordNgramLength, 0, options.MaximumTextLength)
        {
            Subwords = options.Subwords is { } tokenizer ? new SubwordTable(words, tokenizer) : null,
        };

    /// <summary>N-grams of characters; the two marks of the ends are two keys more.</summary>
    /// <param name="options">The options.</param>
    /// <param name="spaced">Whether the texts have spaces between words: then one or two characters say little.</param>
    public static NgramKind Characters(SyreTextClassificationOptions options, bool spaced)
    {
        int shortest = options.MinimumCharacterNgramLength ?? Math.Min(spaced ? 3 : 1, options.MaximumCharacterNgramLength);
        return new NgramKind(
            2, shortest, options.MaximumCharacterNgramLength, Space, (int)Math.Min(options.MaximumTextLength + 2L, int.MaxValue - Before));
    }

    /// <summary>The keys, or those of their pieces, cut and padded.</summary>
    public void Prepare(ReadOnlySpan<long> keys, List<long> padded)
    {
        padded.Clear();
        padded.AddRange(Enumerable.Repeat(Outside, Before));
        if (Subwords is null)
            padded.AddRange(keys);
        else
            Subwords.Expand(keys, padded);
        int end = (int)Math.Min(padded.Count, (long)Before + MaximumKeys);
        padded.RemoveRange(end, padded.Count - end);
        foreach (ref long key in CollectionsMarshal.AsSpan(padded))
            key = Math.Max(key, Outside);
        padded.AddRange(Enumerable.Repeat(Outside, After));
    }
}
