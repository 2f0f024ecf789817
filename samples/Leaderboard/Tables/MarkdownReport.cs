using Leaderboard.Runs;
using Leaderboard.Sets;
using Leaderboard.Trainers;

namespace Leaderboard.Tables;

/// <summary>The tables for readers.</summary>
internal static class MarkdownReport
{
    public static void Write(TextWriter output, Standings standings, Circumstances circumstances, string picture)
    {
        output.WriteLine($"# {standings.Board.Title}\n");
        circumstances.Write(output, standings);
        output.WriteLine($"\n![{string.Join(" and ", standings.MainMeasures.Select(measure => measure.Title))} by set]({picture})");
        WriteMeans(output, standings);
        RankReport.Write(output, standings);
        foreach (Measure measure in standings.MainMeasures)
            WriteMain(output, standings, measure);
        WriteLeads(output, standings);
        WriteSets(output, standings);
        WriteFailures(output, standings);
        output.WriteLine(
            """

            Values are means over the seeds ± their standard deviation. Macro-F1 counts rare classes as much as frequent ones;
            log loss is in nats, lower is better; AUC is of sets with two classes; RMSE / deviation is the error over the
            standard deviation of the test rows' labels. Fit seconds include making the features. µs are those of one
            prediction from the loaded file, one row after the other: the median over test rows, and for texts also over
            repetitions of one English text of 30 words. The effective rank is that of the last hidden layer's centred
            activations. Test rows of a class that the training rows lack are left out, as ML.NET's `Evaluate` does. No option
            was chosen by a test part.
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

    private static void WriteMain(TextWriter output, Standings standings, Measure measure)
    {
        output.WriteLine($"\n## {char.ToUpperInvariant(measure.Title[0])}{measure.Title[1..]}\n");
        Cell.WriteHead(
            output, ["set", "classes", "rows trained on, tested on", .. standings.Trainers.Select(trainer => trainer.Title)]);
        foreach (LoadedSet set in standings.Sets.Where(set => Measure.ForTask(set.Description.Task) == measure))
        {
            Cell.WriteRow(output,
            [
                set.Description.Name, Cell.Number(set.Classes), $"{Cell.Number(set.TrainRows)}, {Cell.Number(set.TestRows)}",
                .. Marked(trainer => standings.Of(set, trainer, measure)),
            ]);
        }
        Cell.WriteRow(output, ["**mean**", "", "", .. Marked(trainer => standings.Mean(trainer, measure))]);

        IEnumerable<string> Marked(Func<string, Statistic?> value)
        {
            Statistic?[] values = [.. standings.Trainers.Select(trainer => value(trainer.Name))];
            double? best = values.OfType<Statistic>().Select(statistic => statistic.Mean * measure.Better).Cast<double?>().Max();
            return values.Select(value => value is not null && value.Mean * measure.Better == best
                ? $"**{Cell.Text(value, measure)}**"
                : Cell.Text(value, measure));
        }
    }

    private static void WriteLeads(TextWriter output, Standings standings)
    {
        Measure[] measures = [.. Measure.Quality.Where(measure => Leads(measure).Any())];
        if (measures.Length == 0)
            return;
        string ours = standings.Trainers.Single(trainer => trainer.Name == standings.Board.Ours).Title;
        output.WriteLine($"\n## {ours} minus the better of {string.Join(" and ", standings.Baselines.Select(trainer => trainer.Title))}\n");
        Cell.WriteHead(output,
            ["set", .. measures.Select(measure => measure.Better > 0 ? measure.Title : $"{measure.Title} (less is better)")]);
        foreach (LoadedSet set in standings.Sets.Where(set => measures.Any(measure => standings.Lead(set, measure) is not null)))
            Cell.WriteRow(output, [set.Description.Name, .. measures.Select(measure => Cell.Signed(standings.Lead(set, measure)))]);
        Cell.WriteRow(output, ["**mean**", .. measures.Select(measure => Cell.Signed(new Statistic(Leads(measure).Average(), null)))]);
        Cell.WriteRow(output, ["better on", .. measures.Select(measure => $"{Wins(measure)} of {Leads(measure).Count()}")]);

        int Wins(Measure measure) => Leads(measure).Count(lead => measure.Better * lead > 0);

        IEnumerable<double> Leads(Measure measure) =>
            standings.Sets.Select(set => standings.Lead(set, measure)).OfType<Statistic>().Select(lead => lead.Mean);
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
        Cell.WriteHead(output, ["trainer", .. measures.Select(measure => measure.Title)]);
        foreach (Trainer trainer in standings.Trainers)
            Cell.WriteRow(output, [trainer.Title, .. measures.Select(measure => Cell.Text(value(trainer.Name, measure), measure))]);
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
}
