using Microsoft.ML.Tokenizers;

namespace Syre.MLNet.Inputs.Text;

/// <summary>
/// The pieces that each known word is cut into. A saved model is made of ML.NET's own parts, which cannot run a tokenizer, so its cuts are
/// kept for every word of the training texts; a word that none of them has is one unknown piece, and is read by its characters.
/// </summary>
internal sealed class SubwordTable
{
    /// <summary>Pieces of a word that are kept.</summary>
    private const int MostPieces = 16;

    /// <summary>What fills up the row of a word of fewer pieces.</summary>
    private const int None = -1;

    private readonly int[][] _pieces;

    /// <param name="words">The words by key, from 1.</param>
    /// <param name="tokenizer">Cuts them.</param>
    public SubwordTable(IReadOnlyList<string> words, Tokenizer tokenizer)
    {
        var numbers = new Dictionary<int, int>();
        _pieces = [[0], .. words.Select(Cut)];
        Width = _pieces.Max(pieces => pieces.Length);

        // As inside a text: vocabularies have pieces of their own for the beginning of a word after a space.
        int[] Cut(string word) => [.. tokenizer.EncodeToIds(" " + word).Take(MostPieces).Select(Number)];

        int Number(int piece) => numbers.TryGetValue(piece, out int number) ? number : numbers[piece] = numbers.Count + 1;
    }

    /// <summary>Most pieces of a word.</summary>
    public int Width { get; }

    /// <summary>Number of words, the unknown one included.</summary>
    public int Words => _pieces.Length;

    /// <summary>The pieces of each word by key.</summary>
    public IReadOnlyList<int[]> Pieces => _pieces;

    /// <summary>Keys of pieces in place of keys of words.</summary>
    public void Expand(ReadOnlySpan<long> words, List<long> pieces)
    {
        foreach (long word in words)
        {
            foreach (int piece in _pieces[word])
                pieces.Add(piece);
        }
    }

    /// <summary>The table, <c>[words, width]</c>, row-major; −1 where a word has fewer pieces.</summary>
    public int[] ToArray() =>
        [.. _pieces.SelectMany(pieces => pieces.Concat(Enumerable.Repeat(None, Width - pieces.Length)))];
}
