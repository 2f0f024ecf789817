using System.Diagnostics;
using Leaderboard.Runs;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

namespace TextClassificationSample;

/// <summary>Fits trainers on the same rows and measures them alike: quality on the test rows, speed and size from the saved file.</summary>
internal sealed class TrainerComparison(MLContext mlContext, IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> test)
{
    private readonly IDataView _train = mlContext.Data.LoadFromEnumerable(train), _test = mlContext.Data.LoadFromEnumerable(test);

    /// <summary>The head of the table.</summary>
    public const string Header = "                        accuracy  macro-F1  log loss  fit seconds  µs a text     file";

    /// <summary>Fits a trainer, saves the model, and prints its line of the table.</summary>
    /// <returns>What was fitted; the caller disposes it.</returns>
    public TransformerChain<T> Add<T>(string name, IEstimator<T> trainer, string path)
        where T : class, ITransformer
    {
        var clock = Stopwatch.StartNew();
        TransformerChain<T> model = mlContext.Transforms.Conversion.MapValueToKey("Label").Append(trainer).Fit(_train);
        double seconds = clock.Elapsed.TotalSeconds;
        MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(_test));
        model.SaveAtomically(mlContext, _train.Schema, path);
        Console.WriteLine(
            $"{name,-22}  {metrics.MicroAccuracy,8:f3}  {metrics.ConfusionMatrix.MacroF1(),8:f3}  {metrics.LogLoss,8:f3}  " +
            $"{seconds,11:f1}  {Microseconds(path),9:f0}  {new FileInfo(path).Length / 1e6,4:f1} MB");
        return model;
    }

    /// <summary>The usual time of one prediction, by the loaded file: the median over test texts, after as many that warm up.</summary>
    private double Microseconds(string path)
    {
        ITransformer loaded = mlContext.Model.Load(path, out DataViewSchema schema);
        using var owned = loaded as IDisposable;
        using PredictionEngine<LabelledText, Prediction> engine =
            mlContext.Model.CreatePredictionEngine<LabelledText, Prediction>(loaded, schema);
        double[] times = [.. Enumerable.Range(0, 600).Select(i => Time(engine, test[i % test.Count])).Skip(300).Order()];
        return times[times.Length / 2];
    }

    private static double Time(PredictionEngine<LabelledText, Prediction> engine, LabelledText text)
    {
        long start = Stopwatch.GetTimestamp();
        engine.Predict(text);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
