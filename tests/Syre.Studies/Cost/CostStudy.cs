using Microsoft.ML;
using Syre.MLNet;
using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Cost;

/// <summary>
/// What the collapse report adds to the time of a training: at the trainers' default, and with a history of every eighth epoch.
/// </summary>
internal sealed class CostStudy : IStudy
{
    private const double Goal = 0.05;
    private const int HistoryEvery = 8;

    /// <inheritdoc/>
    public string Name => "cost";

    /// <inheritdoc/>
    public string Question => "How much of the training time does the collapse report take?";

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        output.WriteLine("Time of the report over time of the training without it, in the same training: " +
            "mean and its 95 % interval over seeds. The first training of");
        output.WriteLine("the process is left out: it compiles.");
        output.WriteLine();
        output.WriteLine($"| table | rows | training, s | report | goal ≤ {Goal:p0} | with a history of every {HistoryEvery}th epoch |");
        output.WriteLine("|---|---|---|---|---|---|");
        bool warm = false;
        foreach (TableSource source in TableSource.All)
        {
            if (source.ReadTrainingPart(settings.Data) is not { } lines)
                continue;
            var durations = new List<double>();
            var shares = new List<double>();
            var withHistory = new List<double>();
            int rows = 0;
            for (int seed = 1; seed <= settings.Seeds; seed++)
            {
                (CsvLines training, CsvLines heldOut) = lines.Split(seed, settings.MaxRows);
                rows = training.Rows.Count;
                var mlContext = new MLContext(seed);
                (IDataView trainingView, IDataView heldOutView) = new TableReader(mlContext, source, lines).Read(training, heldOut);
                var trial = new TableTrial(mlContext, source.Task, trainingView, heldOutView);
                var options = new SyreNetworkOptions { Members = 1, Seed = seed, Epochs = settings.Epochs, Threads = 1, Device = "cpu" };
                if (!warm)
                    trial.Train(options with { Epochs = 2 });
                warm = true;
                TrainingSummary summary = trial.Train(options);
                durations.Add(summary.Duration.TotalSeconds);
                shares.Add(Share(summary));
                withHistory.Add(Share(trial.Train(options with { Collapse = new CollapseOptions { HistoryEvery = HistoryEvery } })));
            }
            Spread share = Spread.Of(shares);
            output.WriteLine(
                $"| {source.Name} | {rows} | {Spread.Of(durations).Mean:f1} | {share.WithInterval("0.0%")} | " +
                $"{(share.Mean <= Goal ? "met" : "missed")} | {Spread.Of(withHistory).WithInterval("0.0%")} |");
        }
    }

    private static double Share(TrainingSummary summary) => summary.DiagnosticsDuration / summary.Duration;
}
