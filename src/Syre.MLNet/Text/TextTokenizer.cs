using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace Syre.MLNet.Text;

/// <summary>Text to keys of words and of characters, with ML.NET's own transforms, so that the saved file is stock.</summary>
internal static class TextTokenizer
{
    /// <summary>Where words end. The characters' n-grams see punctuation, the words' do not.</summary>
    private static readonly char[] s_separators =
        [.. " \t\r\n\u00a0\u3000.,;:!?\"()[]{}<>|/\\*+=~^_`#@&%$-–—…“”„‘’«»¿¡，。！？；：、（）《》【】「」～"];

    /// <summary>A word that no text has, for a vocabulary that would be empty.</summary>
    private const string NoWord = " ";

    /// <summary>Finds the words that are frequent enough, and gives the transforms.</summary>
    /// <param name="data">Training data.</param>
    /// <param name="options">Column, and the least number of texts of a word.</param>
    /// <returns>The transforms, number of texts that are longer than the options allow, and whether the texts have spaces between words.</returns>
    public static (ITransformer Tokenizer, long Cut, bool Spaced) Fit(IDataView data, SyreTextOptions options)
    {
        var ml = new MLContext();
        ITransformer words = ml.Transforms.Text
            .NormalizeText(TextColumns.Normalised, options.TextColumnName, TextNormalizingEstimator.CaseMode.Lower, keepDiacritics: false)
            .Append(ml.Transforms.Text.TokenizeIntoWords(TextColumns.Words, TextColumns.Normalised, s_separators))
            .Fit(data);
        IDataView tokenised = words.Transform(data);
        (List<string> vocabulary, long cut, bool spaced) = Read(tokenised, options);
        IDataView keyData = ml.Data.LoadFromEnumerable(vocabulary.Select(word => new Word(word)));
        ITransformer keys = ml.Transforms.Conversion
            .MapValueToKey(TextColumns.Words, keyData: keyData)
            .Append(ml.Transforms.Text.TokenizeIntoCharactersAsKeys(TextColumns.Characters, TextColumns.Normalised))
            .Fit(tokenised);
        return (new TransformerChain<ITransformer>(words, keys), cut, spaced);
    }

    private static (List<string> FrequentWords, long Cut, bool Spaced) Read(IDataView tokenised, SyreTextOptions options)
    {
        var texts = new Dictionary<string, int>();
        var lookup = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        var seen = new HashSet<string>();
        DataViewSchema.Column words = tokenised.Schema[TextColumns.Words], text = tokenised.Schema[TextColumns.Normalised];
        using DataViewRowCursor cursor = tokenised.GetRowCursor([words, text]);
        var wordGetter = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(words);
        var textGetter = cursor.GetGetter<ReadOnlyMemory<char>>(text);
        VBuffer<ReadOnlyMemory<char>> tokens = default;
        ReadOnlyMemory<char> whole = default;
        long cut = 0, letters = 0, unspaced = 0;
        while (cursor.MoveNext())
        {
            wordGetter(ref tokens);
            textGetter(ref whole);
            cut += whole.Length > options.MaximumTextLength ? 1 : 0;
            foreach (char character in whole.Span)
            {
                letters += char.IsLetter(character) ? 1 : 0;
                unspaced += IsUnspaced(character) ? 1 : 0;
            }
            seen.Clear();
            foreach (ReadOnlyMemory<char> token in tokens.GetValues()[..Math.Min(tokens.GetValues().Length, options.MaximumTextLength)])
                Count(token.Span);
        }
        List<string> frequent = [.. texts.Where(word => word.Value >= options.MinimumCount).OrderByDescending(word => word.Value).Select(word => word.Key)];
        return (frequent.Count > 0 ? frequent : [NoWord], cut, 2 * unspaced <= letters);

        void Count(ReadOnlySpan<char> token)
        {
            lookup.TryGetValue(token, out string? word, out int count);
            word ??= token.ToString();
            if (seen.Add(word))
                texts[word] = count + 1;
        }
    }

    /// <summary>Thai and Lao, Burmese, Khmer, kana, and Chinese characters of the basic plane: scripts without spaces between words.</summary>
    private static bool IsUnspaced(char character) =>
        character is >= '\u0e00' and <= '\u0eff' or >= '\u1000' and <= '\u109f' or >= '\u1780' and <= '\u17ff'
            or >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff';

    /// <summary>A row of the vocabulary.</summary>
    private sealed class Word(string value)
    {
        public string Value { get; } = value;
    }
}
