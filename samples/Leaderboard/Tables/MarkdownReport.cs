using System.Globalization;
using Leaderboard.Runs;
using Leaderboard.Sets;
using Leaderboard.Trainers;

namespace Leaderboard.Tables;

/// <summary>The tables for readers.</summary>
internal static class MarkdownReport
{
    private const string Nothing = "–";

    public static void Write(TextWriter output, Standings standings, Circumstances circumstances, string picture)
    {
        output.WriteLine($"# {standings.Board.Title}\n");
        circumstances.Write(output, standings);
        output.WriteLine($"\n![Accuracy by set]({picture})");
        WriteMeans(output, standings);
        WriteAccuracies(output, standings);
        WriteLeads(output, standings);
        WriteSets(output, standings);
        WriteFailures(output, standings);
        output.WriteLine(
            """

            Values are means over the seeds ± their standard deviation. Macro-F1 counts rare classes as much as frequent ones; log loss is
            in nats, lower is better. Fit seconds include making the features. µs are those of one prediction by `PredictionEngine` from the
            loaded file: the median over test rows, and for texts also over repetitions of one English text of 30 words. The effective rank
            is that of the last hidden layer's centred activations. Test rows of a class that the training rows lack are left out, as
            ML.NET's `Evaluate` does. No option was chosen by a test part.
            """);
    }

    private static void WriteMeans(TextWriter output, Standings standings)
    {
        IReadOnlyList<LoadedSet> complete = standings.CompleteSets;
        output.WriteLine($"\n## Mean over {complete.Count} of {standings.Sets.Count} sets\n");
        if (complete.Count < standings.Sets.Count)
        {
            IEnumerable<string> others = standings.Sets.Except(complete).Select(set => set.Description.Name);
            output.WriteLine($"Not every trainer has a result on {string.Join(", ", others)}.\n");
        }
        WriteTrainers(output, standings, standings.Mean);
    }

    private static void WriteAccuracies(TextWriter output, Standings standings)
    {
        output.WriteLine("\n## Accuracy\n");
        WriteRow(output, ["set", "classes", "rows trained on, tested on", .. standings.Trainers.Select(trainer => trainer.Title)]);
        WriteRow(output, ["---", "---:", "---:", .. standings.Trainers.Select(_ => "---:")]);
        foreach (LoadedSet set in standings.Sets)
        {
            WriteRow(output,
            [
                set.Description.Name, Number(set.Classes), $"{Number(set.Train.Count)}, {Number(set.Test.Count)}",
                .. Marked(trainer => standings.Of(set, trainer, Measure.Accuracy)),
            ]);
        }
        WriteRow(output, ["**mean**", "", "", .. Marked(trainer => standings.Mean(trainer, Measure.Accuracy))]);

        IEnumerable<string> Marked(Func<string, Statistic?> accuracy)
        {
            Statistic?[] values = [.. standings.Trainers.Select(trainer => accuracy(trainer.Name))];
            double? best = values.Max(value => value?.Mean);
            return values.Select(value => (Text: Text(value, Measure.Accuracy), IsBest: value is not null && value.Mean == best))
                .Select(cell => cell.IsBest ? $"**{cell.Text}**" : cell.Text);
        }
    }

    private static void WriteLeads(TextWriter output, Standings standings)
    {
        LoadedSet[] sets = [.. standings.Sets.Where(set => standings.Lead(set, Measure.Accuracy) is not null)];
        if (sets.Length == 0)
            return;
        string ours = standings.Trainers.Single(trainer => trainer.Name == standings.Board.Ours).Title;
        output.WriteLine($"\n## {ours} minus the better of {string.Join(" and ", standings.Baselines.Select(trainer => trainer.Title))}\n");
        WriteRow(output, ["set",
            .. Measure.Quality.Select(measure => measure.Better > 0 ? measure.Title : $"{measure.Title} (less is better)")]);
        WriteRow(output, ["---", .. Measure.Quality.Select(_ => "---:")]);
        foreach (LoadedSet set in sets)
            WriteRow(output, [set.Description.Name, .. Measure.Quality.Select(measure => Signed(standings.Lead(set, measure)!))]);
        WriteRow(output, ["**mean**", .. Measure.Quality.Select(measure => Signed(new Statistic(Leads(measure).Average(), null)))]);
        WriteRow(output, ["better on", .. Measure.Quality.Select(measure => $"{Wins(measure)} of {sets.Length}")]);

        int Wins(Measure measure) => Leads(measure).Count(lead => measure.Better * lead > 0);

        IEnumerable<double> Leads(Measure measure) => sets.Select(set => standings.Lead(set, measure)!.Mean);
    }

    private static void WriteSets(TextWriter output, Standings standings)
    {
        output.WriteLine("\n## Each set");
        foreach (LoadedSet set in standings.Sets)
        {
            output.WriteLine($"\n### {set.Description.Name}\n");
            WriteTrainers(output, standings, (trainer, measure) => standings.Of(set, trainer, measure));
        }
    }

    private static void WriteTrainers(TextWriter output, Standings standings, Func<string, Measure, Statistic?> value)
    {
        Measure[] measures = [.. Measure.All.Where(measure => standings.Trainers.Any(trainer => value(trainer.Name, measure) is not null))];
        WriteRow(output, ["trainer", .. measures.Select(measure => measure.Title)]);
        WriteRow(output, ["---", .. measures.Select(_ => "---:")]);
        foreach (Trainer trainer in standings.Trainers)
            WriteRow(output, [trainer.Title, .. measures.Select(measure => Text(value(trainer.Name, measure), measure))]);
    }

    private static void WriteFailures(TextWriter output, Standings standings)
    {
        RunResult[] failed = [.. standings.Results.Where(result => result.Error is not null)];
        if (failed.Length == 0)
            return;
        output.WriteLine("\n## Failed runs\n");
        foreach (RunResult result in failed)
            output.WriteLine($"- {result.Key.Set}, {result.Key.Trainer}, seed {result.Key.Seed}: {result.Error!.ReplaceLineEndings(" ")}");
    }

    private static string Text(Statistic? value, Measure measure) => value is null ? Nothing
        : value.Deviation is { } deviation ? $"{measure.Text(value.Mean)} ± {measure.Text(deviation)}" : measure.Text(value.Mean);

    private static string Signed(Statistic value)
    {
        string mean = value.Mean.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);
        return value.Deviation is { } deviation ? string.Create(CultureInfo.InvariantCulture, $"{mean} ± {deviation:f3}") : mean;
    }

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static void WriteRow(TextWriter output, IEnumerable<string> cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");
}
