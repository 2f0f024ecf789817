using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace Syre.Benchmarks.ColdFit;

/// <summary>
/// Where the time of a fit goes in a process that has done nothing before: QuickStart's table and options, each run in its own process.
/// </summary>
internal static class Breakdown
{
    /// <summary>The option that prints the table; a number of processes may follow it.</summary>
    public const string Option = "--breakdown";

    /// <summary>The option that the child processes are started with.</summary>
    public const string ChildOption = "--breakdown-child";

    private const int Runs = 5;

    /// <summary>Starts the processes and prints what each phase took: the least of all of them, and the median.</summary>
    public static void Print(TextWriter writer, string[] args)
    {
        int runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Runs;
        List<(string Name, Spent Spent)>[] measured = [.. Enumerable.Range(0, runs).Select(_ => Child())];
        writer.WriteLine(FormattableString.Invariant($"{"phase",-20}{"least ms",10}{"median ms",11}{"of it compiling",17}"));
        foreach (string name in measured[0].Select(phase => phase.Name))
        {
            Spent[] sorted =
            [
                .. measured.Select(run => run.Single(phase => phase.Name == name).Spent).OrderBy(spent => spent.Milliseconds),
            ];
            Spent median = sorted[runs / 2];
            writer.WriteLine(FormattableString.Invariant(
                $"{name,-20}{sorted[0].Milliseconds,10:f1}{median.Milliseconds,11:f1}{median.Compiling,17:f1}"));
        }
    }

    /// <summary>Fits once and prints what each phase took.</summary>
    public static void RunChild(TextWriter writer)
    {
        using var clock = new PhaseClock();
        var whole = Stopwatch.StartNew();
        var mlContext = new MLContext(seed: 1);
        IDataView train = clock.In("make views", () => mlContext.Data.LoadFromTextFile<Patch>(
            Path.Combine(AppContext.BaseDirectory, "data", "train.csv"), separatorChar: ',', hasHeader: true));
        var trainer = clock.In("make pipeline", () => mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.SyreNetwork()));
        long start = Stopwatch.GetTimestamp();
        var model = clock.In("the rest of Fit", () => trainer.Fit(train));
        double fit = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        using var file = new MemoryStream();
        clock.In("save", () =>
        {
            mlContext.Model.Save(model, train.Schema, file);
            return file;
        });
        foreach ((string name, Spent spent) in clock.Phases.Append(("Fit", new Spent(fit, 0))).Append(("everything", new Spent(
            whole.Elapsed.TotalMilliseconds, System.Runtime.JitInfo.GetCompilationTime().TotalMilliseconds))))
        {
            writer.WriteLine(FormattableString.Invariant($"{name}\t{spent.Milliseconds}\t{spent.Compiling}"));
        }
    }

    private static List<(string Name, Spent Spent)> Child()
    {
        ProcessStartInfo start = OwnProcess.With(ChildOption);
        start.RedirectStandardOutput = true;
        // As QuickStart's project does.
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process child = Process.Start(start)!;
        string printed = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        if (child.ExitCode != 0)
            throw new InvalidOperationException($"A child process ended with {child.ExitCode}: {printed}");
        return [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(parts => (
            parts[0], new Spent(Number(parts[1]), Number(parts[2]))))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
