using System.Diagnostics;
using Leaderboard.Sets;
using Leaderboard.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

namespace Leaderboard.Runs;

/// <summary>Trains, saves, loads and measures one model after the other, and keeps none of them.</summary>
internal sealed class Runner
{
    /// <summary>
    /// Rows of a training before the first run of each kind, so that loading code and libraries is not taken for training.
    /// </summary>
    private const int WarmUpRows = 60;

    private readonly HashSet<string> _warm = [];

    /// <summary>Does a run. Whatever goes wrong is its result.</summary>
    public RunResult Run(RunKey key, Trainer trainer, LoadedSet set)
    {
        var clock = Stopwatch.StartNew();
        string path = Path.GetTempFileName();
        try
        {
            if (_warm.Add(trainer.Kind))
                WarmUp(trainer, set);
            clock.Restart();
            return Result(null, Measure(key.Seed, trainer, set, path));
        }
        catch (Exception e)
        {
            return Result($"{e.GetType().Name}: {e.Message}", null);
        }
        finally
        {
            File.Delete(path);
        }

        RunResult Result(string? error, Measures? measures) => new()
        {
            Key = key,
            TotalSeconds = clock.Elapsed.TotalSeconds,
            TrainRows = set.Train.Count,
            Error = error,
            Measures = measures,
        };
    }

    private static Measures Measure(int seed, Trainer trainer, LoadedSet set, string path)
    {
        var mlContext = new MLContext(seed);
        IDataView train = set.View(mlContext, set.Train);
        var clock = Stopwatch.StartNew();
        ITransformer model = TrainerKinds.Pipeline(mlContext, trainer, set).Fit(train);
        using var owned = model as IDisposable;
        double seconds = clock.Elapsed.TotalSeconds;
        MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(
            model.Transform(set.View(mlContext, set.Test)));
        model.SaveAtomically(mlContext, train.Schema, path);
        using var predictions = new PredictionClock(mlContext, path);
        return new Measures
        {
            Accuracy = metrics.MicroAccuracy,
            MacroF1 = metrics.ConfusionMatrix.MacroF1(),
            LogLoss = metrics.LogLoss,
            FitSeconds = seconds,
            Microseconds = predictions.Median(set.Test),
            MicrosecondsOf30Words = set.HasText ? predictions.MedianOf30Words(set.Test[0]) : null,
            Bytes = new FileInfo(path).Length,
            EffectiveRank = SyreModelFile.ReadReports(path).LastOrDefault()?.Layers.LastOrDefault()?.Measured.Centred.EffectiveRank,
        };
    }

    private static void WarmUp(Trainer trainer, LoadedSet set)
    {
        var mlContext = new MLContext(1);
        Row[] some = [.. set.Train.GroupBy(row => row.Label).SelectMany(rows => rows.Take(2)).Concat(set.Train).Take(WarmUpRows)];
        (TrainerKinds.Pipeline(mlContext, trainer, set).Fit(set.View(mlContext, some)) as IDisposable)?.Dispose();
    }
}
