using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Sigma0;

/// <summary>Writes results as Markdown.</summary>
internal static class Sigma0Report
{
    /// <summary>How much worse than plain decay, relatively, still counts as harmless.</summary>
    private const double Margin = 0.01;

    /// <summary>The arms on one table.</summary>
    public static void WriteTable(TextWriter output, TableResult result)
    {
        (string error, string second) = result.Source.Task switch
        {
            TableTask.Binary => ("1 − accuracy", "1 − AUC"),
            TableTask.Multiclass => ("1 − accuracy", "log-loss"),
            _ => ("RMSE", "MAE"),
        };
        output.WriteLine($"## {result.Source.Name}");
        output.WriteLine();
        output.WriteLine(
            $"{result.Source.Task}; {result.TrainingRows} rows to train on, {result.HeldOutRows} held out from the training part. " +
            "Mean ± standard error over seeds; differences to plain decay are paired by seed, with their 95 % interval.");
        output.WriteLine();
        output.WriteLine($"| arm | {error} | {second} | {error}, to plain | {second}, to plain |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (Arm arm in Arm.All)
        {
            string format = result.Of(Arm.Plain, m => m.Error).Mean < 10 ? "0.0000" : "0.0";
            output.WriteLine($"| {arm.Name} | " +
                $"{result.Of(arm, m => m.Error).WithError(format)} | {result.Of(arm, m => m.Second).WithError(format)} | " +
                $"{result.DifferenceToPlain(arm, m => m.Error).WithInterval(format)} | " +
                $"{result.DifferenceToPlain(arm, m => m.Second).WithInterval(format)} |");
        }
        output.WriteLine();
    }

    /// <summary>The arms over all tables, and the answer.</summary>
    public static void WriteVerdict(TextWriter output, IReadOnlyCollection<TableResult> results)
    {
        output.WriteLine("## All tables");
        output.WriteLine();
        output.WriteLine($"Relative difference to plain decay (above 0 is worse): mean over {results.Count} tables, " +
            $"with its 95 % interval over tables. Harmless: the error is at most {Margin:p0} worse on average; shown to be so: " +
            "the whole interval is below that. A table on which plain decay makes no error at all has no relative difference and " +
            "is left out.");
        output.WriteLine();
        output.WriteLine("| arm | error | second metric | harmless | shown to be so |");
        output.WriteLine("|---|---|---|---|---|");
        Arm? largest = null;
        bool harmlessSoFar = true;
        foreach (Arm arm in Arm.All.Where(arm => arm != Arm.Plain))
        {
            Spread error = OverTables(results, arm, m => m.Error);
            // Harm does not end as σ0 grows: what a larger one seems to win back is noise.
            harmlessSoFar &= error.Mean <= Margin;
            if (arm.Sigma0 is not null && harmlessSoFar)
                largest = arm;
            Spread second = OverTables(results, arm, m => m.Second);
            output.WriteLine($"| {arm.Name} | {error.WithInterval("0.0%")} | {second.WithInterval("0.0%")} | " +
                $"{(error.Mean <= Margin ? "yes" : "no")} | {(error.Upper <= Margin ? "yes" : "no")} |");
        }
        output.WriteLine();
        output.WriteLine(largest is null
            ? $"No σ0 is harmless at a margin of {Margin:p0}."
            : $"The largest σ0 up to which all are harmless is {largest.Sigma0:0.0#} × the initial deviation.");
    }

    private static Spread OverTables(IEnumerable<TableResult> results, Arm arm, Func<Measurement, double> metric)
    {
        double[] differences = [.. results.Select(result => result.RelativeDifference(arm, metric)).Where(double.IsFinite)];
        return differences.Length == 0 ? new Spread(double.NaN, double.NaN, double.NaN) : Spread.Of(differences);
    }
}
