using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Syre.Benchmarks;

/// <summary>The last table of a run: each goal, what was measured, and whether it is met.</summary>
internal sealed class GoalTable
{
    private readonly List<(string Row, double AtMost, double Measured, string Range)> _rows = [];

    /// <summary>
    /// Adds a row for every result that the goal is set for: the ratio of medians, and of opposite quartiles as its range.
    /// </summary>
    public void Add(Goal goal, IEnumerable<Summary> summaries)
    {
        foreach (Summary summary in summaries)
        {
            foreach (BenchmarkCase benchmark in summary.BenchmarksCases.Where(goal.IsFor))
            {
                BenchmarkCase? baseline = summary.GetBaseline(summary.GetLogicalGroupKey(benchmark));
                if (baseline is null
                    || summary[benchmark]?.ResultStatistics is not { } measured
                    || summary[baseline]?.ResultStatistics is not { } reference)
                {
                    continue;
                }
                Descriptor descriptor = benchmark.Descriptor;
                string row = string.Join(", ", [descriptor.Type.Name, .. descriptor.Categories, descriptor.WorkloadMethodDisplayInfo]);
                if (benchmark.Parameters.Count > 0)
                    row += $" ({benchmark.Parameters.PrintInfo})";
                string range = $"{measured.Q1 / reference.Q3:f3} to {measured.Q3 / reference.Q1:f3}";
                _rows.Add((row, goal.AtMost, measured.Median / reference.Median, range));
            }
        }
    }

    /// <summary>Adds the rows of <see cref="HeldMemory"/>.</summary>
    public void AddMemory()
    {
        foreach ((string arm, double ratio) in HeldMemory.RatiosToPlain())
            _rows.Add(($"SyreVersusPlain, memory, {arm}", 1.02, ratio, ""));
    }

    /// <summary>Writes the table as Markdown.</summary>
    public void Print(TextWriter output, bool isQuick)
    {
        if (_rows.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(isQuick
            ? "Quick run: it shows that everything works, its numbers mean nothing."
            : "Goals (ratio to the baseline: of medians; range: of opposite quartiles)");
        output.WriteLine();
        output.WriteLine("| what | goal | measured | range | met |");
        output.WriteLine("|---|---|---|---|---|");
        foreach ((string row, double atMost, double measured, string range) in _rows)
            output.WriteLine($"| {row} | ≤ {atMost:f2} | {measured:f3} | {range} | {(measured <= atMost ? "yes" : "no")} |");
    }
}
