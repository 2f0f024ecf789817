using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Inputs.Text;

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
    /// <param name="temporary">Where temporary files may be.</param>
    /// <param name="options">Columns, and the least number of texts of a word.</param>
    /// <param name="known">Words of an earlier model, which keep their keys.</param>
    /// <param name="cancellation">Asked at every row.</param>
    public static FittedTokenizer Fit(
        IDataView data, TemporaryFolder temporary, SyreTextClassificationOptions options, IReadOnlyList<string> known,
        Cancellation cancellation)
    {
        MLContext ml = temporary.NewContext();
        var columns = new TextColumns(new InnerColumns(data.Schema, options.Collapse.ColumnNames), options.Texts);
        IEnumerable<int> texts = Enumerable.Range(0, options.Texts);
        ITransformer words = Chain(options.TextColumns.SelectMany((column, text) => new IEstimator<ITransformer>[]
        {
            ml.Transforms.Text.NormalizeText(
                columns.Normalised(text), column, TextNormalizingEstimator.CaseMode.Lower, keepDiacritics: false),
            ml.Transforms.Text.TokenizeIntoWords(columns.Words(text), columns.Normalised(text), s_separators),
        })).Fit(data);
        IDataView tokenised = words.Transform(data);
        var counts = new TextCounts(options, columns);
        foreach (int text in texts)
            counts.Read(tokenised, text, cancellation);
        string[] vocabulary = [.. known.Union(counts.FrequentWords).DefaultIfEmpty(NoWord)];
        IDataView keyData = ml.Data.LoadFromEnumerable(vocabulary.Select(word => new Word(word)));
        ITransformer keys = Chain(texts.SelectMany(text => new IEstimator<ITransformer>[]
        {
            ml.Transforms.Conversion.MapValueToKey(columns.Words(text), keyData: keyData),
            ml.Transforms.Text.TokenizeIntoCharactersAsKeys(columns.Characters(text), columns.Normalised(text)),
        })).Fit(tokenised);
        return new FittedTokenizer(new TransformerChain<ITransformer>(words, keys), columns, vocabulary, counts.Cut, counts.AreSpaced);
    }

    private static EstimatorChain<ITransformer> Chain(IEnumerable<IEstimator<ITransformer>> estimators) =>
        estimators.Aggregate(new EstimatorChain<ITransformer>(), (chain, estimator) => chain.Append(estimator));

    /// <summary>A row of the vocabulary.</summary>
    private sealed class Word(string value)
    {
        public string Value { get; } = value;
    }
}
