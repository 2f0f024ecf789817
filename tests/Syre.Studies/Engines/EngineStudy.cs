using Microsoft.ML;
using Syre.MLNet;
using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Engines;

/// <summary>
/// Whether networks that the CPU engine trained are as good as those of autograd. Test rows are never read: each seed draws rows to measure
/// on from the training part, and both ways train on the same rest, from the same first weights, with the same order of rows and masks.
/// </summary>
internal sealed class EngineStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public string Question => "Are networks that the CPU engine trains as good as those that autograd trains?";

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        var options = new SyreNetworkOptions { Members = 1, Epochs = settings.Epochs, Threads = 1, Device = "cpu" };
        output.WriteLine(
            "All but the epochs and the threads is the trainers' default. Mean ± standard error over seeds; differences are the engine's " +
            "measure minus autograd's, paired by seed, with their 95 % interval. Of all measures less is better.");
        output.WriteLine();
        output.WriteLine("| table | rows | measure | autograd | engine | difference |");
        output.WriteLine("|---|---|---|---|---|---|");
        List<double> relative = [];
        int intervals = 0, without = 0;
        foreach (TableSource source in TableSource.All)
        {
            if (source.ReadTrainingPart(settings.Data) is not { } lines)
            {
                Console.Error.WriteLine($"{source.Name}: not here, left out (see --data)");
                continue;
            }
            List<(Measurement Autograd, Measurement Engine)> pairs = [];
            int rows = 0;
            for (int seed = 1; seed <= settings.Seeds; seed++)
            {
                pairs.Add(Measure(source, lines, options with { Seed = seed }, seed, settings.MaxRows, out rows));
                Console.Error.WriteLine(
                    $"{source.Name}, seed {seed}: autograd {pairs[^1].Autograd.Error:g4}, engine {pairs[^1].Engine.Error:g4}");
            }
            (string error, string second) = source.Task switch
            {
                TableTask.Binary => ("1 − accuracy", "1 − AUC"),
                TableTask.Multiclass => ("1 − accuracy", "log-loss"),
                _ => ("RMSE", "MAE"),
            };
            Write(error, measured => measured.Error);
            Write(second, measured => measured.Second);
            relative.Add(pairs.Average(pair => pair.Engine.Error) / pairs.Average(pair => pair.Autograd.Error) - 1);

            void Write(string measure, Func<Measurement, double> of)
            {
                double[] autograd = [.. pairs.Select(pair => of(pair.Autograd))], engine = [.. pairs.Select(pair => of(pair.Engine))];
                var difference = Spread.Of([.. engine.Zip(autograd, (one, other) => one - other)]);
                intervals++;
                without += Math.Abs(difference.Mean) > difference.HalfWidth ? 1 : 0;
                output.WriteLine(
                    $"| {source.Name} | {rows} | {measure} | {Spread.Of(autograd).WithError("0.0000")} | " +
                    $"{Spread.Of(engine).WithError("0.0000")} | {difference.WithInterval("0.0000")} |");
            }
        }
        output.WriteLine();
        output.WriteLine(
            $"Of {intervals} intervals {without} are without 0, where {0.05 * intervals:0.0} would be by chance alone. " +
            $"Over {relative.Count} tables the engine's first measure differs from autograd's by " +
            $"{Spread.Of([.. relative.Select(share => 100 * share)]).WithInterval("0.00")} %.");
    }

    private static (Measurement Autograd, Measurement Engine) Measure(
        TableSource source, CsvLines lines, SyreNetworkOptions options, int seed, int maxRows, out int rows)
    {
        (CsvLines training, CsvLines heldOut) = lines.Split(seed, maxRows);
        rows = training.Rows.Count;
        var mlContext = new MLContext(seed);
        (IDataView trainingView, IDataView heldOutView) = new TableReader(mlContext, source, lines).Read(training, heldOut);
        var trial = new TableTrial(mlContext, source.Task, trainingView, heldOutView);
        return (
            trial.Measure(options with { Engine = TrainingEngine.Autograd }), trial.Measure(options with { Engine = TrainingEngine.Cpu }));
    }
}
