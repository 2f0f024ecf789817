using System.Diagnostics;
using Microsoft.ML;
using Syre.MLNet;
using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Tuning;

/// <summary>
/// Compares the trainer as it comes with what its tuning finds. Each seed draws rows to measure on from the training part; the tuning has
/// the rest, of which it holds back its own.
/// </summary>
internal sealed class TuningStudy : IStudy
{
    private static readonly (string Name, TimeSpan? Budget)[] s_arms = [("60 s", TimeSpan.FromSeconds(60)), ("54 candidates", null)];

    /// <inheritdoc/>
    public string Name => "tuning";

    /// <inheritdoc/>
    public string Question => "What does it bring to choose the options of SyreNetwork by trials?";

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        output.WriteLine(
            "Metric: what chooses, on the rows held back within the training rows, of one network. Measured: error and log-loss " +
            "(1 − AUC of two classes), or RMSE and MAE, on rows that neither training nor tuning saw, of four networks.");
        output.WriteLine();
        output.WriteLine(
            "| table | seed | rows | trials | s | metric as it came | of the best | measured as it came | tuned | s untuned |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (TableSource source in TableSource.All)
        {
            if (source.ReadTrainingPart(settings.Data) is not { } lines)
                continue;
            for (int seed = 1; seed <= settings.Seeds; seed++)
                Compare(source, lines, seed, settings.MaxRows, output);
        }
    }

    private static void Compare(TableSource source, CsvLines lines, int seed, int maxRows, TextWriter output)
    {
        (CsvLines training, CsvLines heldOut) = lines.Split(seed, maxRows);
        var mlContext = new MLContext(seed);
        (IDataView train, IDataView test) = new TableReader(mlContext, source, lines).Read(training, heldOut);
        var trial = new TableTrial(mlContext, source.Task, train, test);
        var options = new SyreNetworkOptions { Seed = seed };
        var clock = Stopwatch.StartNew();
        Measurement before = trial.Measure(options);
        double untuned = clock.Elapsed.TotalSeconds;
        foreach ((string arm, TimeSpan? budget) in s_arms)
        {
            clock.Restart();
            using TunedTransformer tuned =
                TableTrial.Trainer(mlContext, source.Task, options).Tuned(new() { TimeBudget = budget }).Fit(train);
            double seconds = clock.Elapsed.TotalSeconds;
            Measurement after = trial.Measure(tuned);
            output.WriteLine($"| {source.Name}, {arm} | {seed} | {training.Rows.Count} | {tuned.TrialList.Count} | {seconds:0} | " +
                $"{tuned.TrialList[0].Metric:g4} | {tuned.Best.Metric:g4} | {before.Error:g4} / {before.Second:g4} | " +
                $"{after.Error:g4} / {after.Second:g4} | {untuned:0.0} |");
            Console.Error.WriteLine($"{source.Name}, seed {seed}, {arm}: {tuned.Best}");
        }
    }
}
