using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Inputs.Text;

/// <summary>Counts what training texts are made of.</summary>
/// <param name="options">The least number of texts of a word, and the longest text.</param>
/// <param name="columns">The columns of the texts.</param>
internal sealed class TextCounts(SyreTextClassificationOptions options, TextColumns columns)
{
    private readonly Dictionary<string, int> _textsWith = [];
    private readonly HashSet<string> _seen = [];
    private long _letters;
    private long _unspacedLetters;

    /// <summary>Number of texts that are longer than the options allow.</summary>
    public long Cut { get; private set; }

    /// <summary>Whether the texts have spaces between words.</summary>
    public bool AreSpaced => 2 * _unspacedLetters <= _letters;

    /// <summary>
    /// The words of enough texts, the most frequent first; where words are cut into pieces, all, since rare words share theirs with others.
    /// </summary>
    public IEnumerable<string> FrequentWords =>
        _textsWith.Where(word => options.Subwords is not null || word.Value >= options.MinimumCount).OrderByDescending(word => word.Value)
            .Select(word => word.Key);

    /// <summary>Counts one of the texts of each row.</summary>
    public void Read(IDataView tokenised, int text, Cancellation cancellation)
    {
        DataViewSchema.Column words = tokenised.Schema[columns.Words(text)], whole = tokenised.Schema[columns.Normalised(text)];
        using DataViewRowCursor cursor = tokenised.GetRowCursor([words, whole]);
        var wordGetter = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(words);
        var wholeGetter = cursor.GetGetter<ReadOnlyMemory<char>>(whole);
        VBuffer<ReadOnlyMemory<char>> tokens = default;
        ReadOnlyMemory<char> characters = default;
        while (cursor.MoveNext())
        {
            cancellation.Check();
            wordGetter(ref tokens);
            wholeGetter(ref characters);
            Cut += characters.Length > options.MaximumTextLength ? 1 : 0;
            foreach (char character in characters.Span)
            {
                _letters += char.IsLetter(character) ? 1 : 0;
                _unspacedLetters += IsUnspaced(character) ? 1 : 0;
            }
            _seen.Clear();
            foreach (ReadOnlyMemory<char> token in tokens.GetValues()[..Math.Min(tokens.GetValues().Length, options.MaximumTextLength)])
                Count(token.Span);
        }
    }

    private void Count(ReadOnlySpan<char> token)
    {
        _textsWith.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out string? word, out int count);
        word ??= token.ToString();
        if (_seen.Add(word))
            _textsWith[word] = count + 1;
    }

    /// <summary>
    /// Thai and Lao, Burmese, Khmer, kana, and Chinese characters of the basic plane: scripts without spaces between words.
    /// </summary>
    private static bool IsUnspaced(char character) =>
        character is >= '\u0e00' and <= '\u0eff' or >= '\u1000' and <= '\u109f' or >= '\u1780' and <= '\u17ff'
            or >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff';
}
