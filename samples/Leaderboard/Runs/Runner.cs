using System.Diagnostics;
using Leaderboard.Sets;
using Leaderboard.Trainers;
using Microsoft.ML;
using Syre.MLNet;

namespace Leaderboard.Runs;

/// <summary>Trains, saves, loads and measures one model after the other, and keeps none of them.</summary>
internal sealed class Runner
{
    /// <summary>Kinds that have trained on a few rows, so that loading code and libraries is not taken for training.</summary>
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
            TrainRows = set.TrainRows,
            Error = error,
            Measures = measures,
        };
    }

    private static Measures Measure(int seed, Trainer trainer, LoadedSet set, string path)
    {
        var mlContext = new MLContext(seed);
        IDataView train = set.Train(mlContext), test = set.Test(mlContext);
        var clock = Stopwatch.StartNew();
        ITransformer model = TrainerKinds.Pipeline(mlContext, trainer, set).Fit(train);
        using var owned = model as IDisposable;
        double seconds = clock.Elapsed.TotalSeconds;
        Measures quality = Quality.Evaluate(mlContext, set.Description.Task, model.Transform(test));
        model.SaveAtomically(mlContext, train.Schema, path);
        ITransformer loaded = mlContext.Model.Load(path, out _);
        using var alsoOwned = loaded as IDisposable;
        return quality with
        {
            FitSeconds = seconds,
            Microseconds = PredictionClock.Median(loaded, test),
            MicrosecondsOf30Words = set.ThirtyWords(mlContext) is { } words ? PredictionClock.Median(loaded, words) : null,
            Bytes = new FileInfo(path).Length,
            EffectiveRank = SyreModelFile.ReadReports(path).LastOrDefault()?.Layers.LastOrDefault()?.Measured.Centred.EffectiveRank,
        };
    }

    private static void WarmUp(Trainer trainer, LoadedSet set)
    {
        var mlContext = new MLContext(1);
        (TrainerKinds.Pipeline(mlContext, trainer, set).Fit(set.Few(mlContext)) as IDisposable)?.Dispose();
    }
}
