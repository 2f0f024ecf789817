using CollapseLab.Statistics;

namespace CollapseLab.Reports;

/// <summary>One line for each experiment that has results: claim, the paper's figure, ours, verdict.</summary>
internal static class Overview
{
    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="outcomes">The experiments with results.</param>
    public static void Write(TextWriter output, IEnumerable<Outcome> outcomes)
    {
        output.WriteLine("# What the lab found\n");
        output.WriteLine("Written by the lab from the results beside this file; each name leads to its report.\n");
        output.WriteLine("| experiment | the paper's claim | the paper's figure | ours, ± half a 95 % interval | verdict |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (Outcome outcome in outcomes)
        {
            Experiment experiment = outcome.Experiment;
            output.WriteLine($"| [{experiment.Verb}]({experiment.Verb}.md) | {Cell(experiment.Claim)} | {Cell(experiment.Paper)} | " +
                $"{Cell(Ours(outcome))} | {Word(outcome)} |");
        }
    }

    /// <summary>The verdict in a word.</summary>
    public static string Word(Outcome outcome) => !outcome.IsComplete ? "open" : outcome.Experiment.Judge(outcome).Finding switch
    {
        Finding.Confirmed => "confirmed",
        Finding.Partly => "partly",
        _ => "not confirmed",
    };

    /// <summary>What it rests on.</summary>
    public static string Ours(Outcome outcome) =>
        outcome.IsComplete ? outcome.Experiment.Judge(outcome).Ours : "Not all runs have been done.";

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
