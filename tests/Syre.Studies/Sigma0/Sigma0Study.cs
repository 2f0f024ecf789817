using System.Diagnostics;
using Microsoft.ML;
using Syre.MLNet;
using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Sigma0;

/// <summary>
/// Chooses the trainers' default σ0: the largest that does no harm at their default decay. Test rows are never read: each seed draws
/// rows to measure on from the training part, and all arms train on the same rest.
/// </summary>
internal sealed class Sigma0Study : IStudy
{
    /// <inheritdoc/>
    public string Name => "sigma0";

    /// <inheritdoc/>
    public string Question => "What is the largest σ0 that does no harm on real tables, at the trainers' default decay?";

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        var options = new SyreNetworkOptions { Members = 1, Epochs = settings.Epochs, Threads = 1, Device = "cpu" };
        output.WriteLine(
            $"Weight decay λ = {options.Syre.WeightDecay}; all but the arm, the epochs and the threads is the trainers' default.");
        output.WriteLine();
        var results = new List<TableResult>();
        foreach (TableSource source in TableSource.All)
        {
            if (source.ReadTrainingPart(settings.Data) is not { } lines)
            {
                Console.Error.WriteLine($"{source.Name}: not here, left out (see --data)");
                continue;
            }
            TableResult result = Measure(source, lines, options, settings);
            Sigma0Report.WriteTable(output, result);
            results.Add(result);
        }
        Sigma0Report.WriteVerdict(output, results);
    }

    private static TableResult Measure(TableSource source, CsvLines lines, SyreNetworkOptions options, StudySettings settings)
    {
        var bySeed = Arm.All.ToDictionary(arm => arm, _ => new List<Measurement>());
        int trainingRows = 0, heldOutRows = 0;
        var clock = Stopwatch.StartNew();
        for (int seed = 1; seed <= settings.Seeds; seed++)
        {
            (CsvLines training, CsvLines heldOut) = lines.Split(seed, settings.MaxRows);
            (trainingRows, heldOutRows) = (training.Rows.Count, heldOut.Rows.Count);
            var mlContext = new MLContext(seed);
            (IDataView trainingView, IDataView heldOutView) = new TableReader(mlContext, source, lines).Read(training, heldOut);
            var trial = new TableTrial(mlContext, source.Task, trainingView, heldOutView);
            foreach (Arm arm in Arm.All)
            {
                Measurement measured = trial.Measure(options with { Seed = seed, Syre = arm.Of(options.Syre) });
                bySeed[arm].Add(measured);
                Console.Error.WriteLine(
                    $"{source.Name}, seed {seed}, {arm.Name}: error {measured.Error:g4}, {clock.Elapsed.TotalSeconds:f0} s so far");
            }
        }
        return new TableResult(source, trainingRows, heldOutRows, bySeed);
    }
}
