using CollapseLab.Arms;
using CollapseLab.Runs;
using CollapseLab.Statistics;

namespace CollapseLab.Reports;

/// <summary>The report of one experiment for readers.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="plan">What was run.</param>
    /// <param name="picture">Name of the picture's file.</param>
    public static void Write(TextWriter output, Plan plan, string picture)
    {
        Experiment experiment = plan.Experiment;
        Outcome outcome = plan.Outcome();
        output.WriteLine($"# {experiment.Title}\n");
        output.WriteLine($"**The paper's claim.** {experiment.Claim}\n");
        output.WriteLine($"**The paper's figure.** {experiment.Paper}\n");
        output.WriteLine($"**What was run.** {experiment.Setup}\n");
        output.WriteLine(
            $"**Verdict: {Overview.Word(outcome)}.** {Overview.Ours(outcome)}\n");
        Circumstances.Write(output, plan);
        output.WriteLine($"\n![{experiment.Title}]({picture})");
        if (experiment.Gallery(outcome).Count > 0)
            output.WriteLine($"\n![Images]({experiment.Verb}-images.png)");
        foreach (IGrouping<string, Setting> group in plan.Settings.GroupBy(setting => setting.Group))
        {
            if (group.Key.Length > 0)
                output.WriteLine($"\n## {group.Key}");
            Setting[] settings = [.. group];
            foreach (Measure measure in experiment.Measures)
            {
                Table(output, measure.Title, experiment, settings, arm => true,
                    (setting, arm) => outcome.Mean(setting, arm, measure.Name).Text(measure.Format));
            }
            foreach (Measure measure in experiment.Measures.Where(measure => measure.IsCompared))
            {
                Table(
                    output, $"{measure.Title}: {experiment.Ours.Name} less each, paired", experiment, settings,
                    arm => arm != experiment.Ours,
                    (setting, arm) => outcome.Difference(setting, experiment.Ours, arm, measure.Name).SignedText(measure.Format));
            }
        }
        RunResult[] failed = [.. outcome.Results.Where(result => result.Error is not null)];
        if (failed.Length > 0)
            output.WriteLine("\n## Runs that failed\n");
        foreach (RunResult result in failed)
            output.WriteLine($"- {result.Key.Setting}, {result.Key.Arm}, seed {result.Key.Seed}: {result.Error!.ReplaceLineEndings(" ")}");
        output.WriteLine(
            """

            Values are means over the seeds ± half their 95 % interval by Student's t; a difference is paired by seed: same initial
            weights, rows and order. Intervals are not corrected for the number of comparisons.
            """);
    }

    private static void Table(
        TextWriter output,
        string title,
        Experiment experiment,
        Setting[] settings,
        Func<Arm, bool> isShown,
        Func<Setting, Arm, string> cell)
    {
        Arm[] arms = [.. experiment.Arms.Where(arm => isShown(arm) && settings.Any(setting => experiment.Has(setting, arm)))];
        string[][] cells = [.. arms.Select(arm => settings.Select(setting => cell(setting, arm)).ToArray())];
        if (cells.All(row => row.All(string.IsNullOrEmpty)))
            return;
        output.WriteLine($"\n{char.ToUpperInvariant(title[0])}{title[1..]}:\n");
        output.WriteLine($"| | {string.Join(" | ", settings.Select(setting => setting.ShortName))} |");
        output.WriteLine($"|---|{string.Concat(settings.Select(_ => "---|"))}");
        for (int i = 0; i < arms.Length; i++)
            output.WriteLine($"| {arms[i].Name} | {string.Join(" | ", cells[i])} |");
    }
}
