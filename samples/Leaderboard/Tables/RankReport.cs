using System.Globalization;
using Leaderboard.Sets;
using Leaderboard.Trainers;

namespace Leaderboard.Tables;

/// <summary>Who is best over all sets: mean ranks, and ours against each other trainer.</summary>
internal static class RankReport
{
    /// <summary>A difference of more than so many standard errors is no accident of the seeds.</summary>
    private const double StandardErrors = 2;

    public static void Write(TextWriter output, Standings standings)
    {
        if (standings.Baselines.Count > 1)
        {
            output.WriteLine("\n## Mean rank among the defaults\n");
            IEnumerable<Trainer> ours = standings.Trainers.Where(trainer => trainer.Name == standings.Board.Ours);
            WriteRanks(output, standings, [.. ours, .. standings.Baselines]);
        }
        output.WriteLine("\n## Mean rank among all\n");
        WriteRanks(output, standings, standings.Trainers);
        WriteDuels(output, standings);
    }

    private static void WriteRanks(TextWriter output, Standings standings, IReadOnlyList<Trainer> trainers)
    {
        (string By, Ranks Ranks)[] columns =
        [
            .. new (string By, Func<LoadedSet, Measure?> Measure)[]
            {
                ("each set's measure", set => Measure.ForTask(set.Description.Task)),
                (Measure.Area.Title, set => set.Description.Task == SetTask.Binary ? Measure.Area : null),
                (Measure.LogLoss.Title, set => set.Description.Task == SetTask.Regression ? null : Measure.LogLoss),
            }.Select(column => (column.By, new Ranks(standings, trainers, column.Measure))).Where(column => column.Item2.Sets > 0),
        ];
        Cell.WriteHead(output, ["trainer", .. columns.Select(column => $"by {column.By}, {column.Ranks.Sets} sets")]);
        foreach (Trainer trainer in trainers)
            Cell.WriteRow(output, [trainer.Title, .. columns.Select(column => Text(column.Ranks.Of(trainer)))]);
        output.WriteLine("\nIn brackets 95 % of what as many sets like these would give (bootstrap over the sets).");
    }

    private static void WriteDuels(TextWriter output, Standings standings)
    {
        Trainer? ours = standings.Trainers.FirstOrDefault(trainer => trainer.Name == standings.Board.Ours);
        if (ours is null || standings.Trainers.Count < 2)
            return;
        output.WriteLine($"\n## {ours.Title} against each\n");
        Cell.WriteHead(output,
        [
            "trainer", "at or above it by each set's measure", "clearly above", "clearly below",
            "at or above it by log loss", "clearly above", "clearly below",
        ]);
        foreach (Trainer trainer in standings.Trainers.Where(trainer => trainer != ours))
        {
            Cell.WriteRow(output,
            [
                trainer.Title,
                .. Counts(set => Measure.ForTask(set.Description.Task)),
                .. Counts(_ => Measure.LogLoss),
            ]);

            IEnumerable<string> Counts(Func<LoadedSet, Measure> measure)
            {
                (string Set, double Lead, bool Clear)[] leads = [.. standings.Sets
                    .Select(set => (set.Description.Name, By: measure(set), Of: standings.Difference(set, ours, trainer, measure(set))))
                    .Where(duel => duel.Of is not null)
                    .Select(duel => (
                        duel.Name, duel.By.Better * duel.Of!.Mean, Math.Abs(duel.Of.Mean) > StandardErrors * duel.Of.Deviation))];
                string below = string.Join(", ", leads.Where(duel => duel is { Clear: true, Lead: < 0 }).Select(duel => duel.Set));
                return
                [
                    $"{leads.Count(duel => duel.Lead >= 0)} of {leads.Length}",
                    Cell.Number(leads.Count(duel => duel is { Clear: true, Lead: > 0 })),
                    below.Length > 0 ? below : "none",
                ];
            }
        }
        output.WriteLine($"\nClearly: by more than {StandardErrors:f0} standard errors of the difference of the seeds' means.");
    }

    private static string Text((double Mean, double Low, double High)? rank) => rank is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value.Mean:f2} ({value.Low:f2} to {value.High:f2})")
        : "–";
}
