using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelBuilderApp;

/// <summary>
/// Predicts what a ticket to a shop is about, by the model that SupportTickets.Trainer saved. Knows of Microsoft.ML only.
/// </summary>
public static partial class SupportTickets
{
    /// <summary>A ticket: a row of the file that SupportTickets.Trainer writes.</summary>
    public sealed class ModelInput
    {
        [LoadColumn(0), ColumnName("class")]
        public string Class { get; set; } = "";

        [LoadColumn(1), ColumnName("text")]
        public string Text { get; set; } = "";
    }

    /// <summary>What the model says of a ticket.</summary>
    public sealed class ModelOutput
    {
        /// <summary>The likeliest class.</summary>
        [ColumnName("PredictedLabel")]
        public string PredictedLabel { get; set; } = "";

        /// <summary>A probability for each class, in the order of the column's slot names.</summary>
        [ColumnName("Score")]
        public float[] Score { get; set; } = [];
    }

    /// <summary>The model's file; by default the one beside the program. Set it before the first prediction.</summary>
    public static string ModelPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "SupportTickets.zip");

    /// <summary>Loads the model when it is first used. For one thread at a time; a server takes PredictionEnginePool.</summary>
    public static Lazy<PredictionEngine<ModelInput, ModelOutput>> PredictEngine { get; } = new(CreatePredictEngine);

    /// <summary>Predicts the class.</summary>
    public static ModelOutput Predict(ModelInput input) => PredictEngine.Value.Predict(input);

    /// <summary>Predicts a probability for each class, the likeliest first.</summary>
    public static IOrderedEnumerable<KeyValuePair<string, float>> PredictAllLabels(ModelInput input) =>
        GetSortedScoresWithLabels(Predict(input));

    /// <summary>The probabilities of a prediction with the names of their classes, the likeliest first.</summary>
    public static IOrderedEnumerable<KeyValuePair<string, float>> GetSortedScoresWithLabels(ModelOutput result) =>
        GetLabels().Zip(result.Score, KeyValuePair.Create).OrderByDescending(label => label.Value);

    private static IEnumerable<string> GetLabels()
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        PredictEngine.Value.OutputSchema["Score"].GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.ToString());
    }

    /// <summary>
    /// An engine for one thread, which owns the model that it loads. Dispose it to remove the files that ML.NET unpacked.
    /// </summary>
    private static PredictionEngine<ModelInput, ModelOutput> CreatePredictEngine()
    {
        var mlContext = new MLContext();
        return mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(mlContext.Model.Load(ModelPath, out _));
    }
}
