using System.Globalization;
using Leaderboard.Sets;
using Leaderboard.Trainers;

namespace Leaderboard.Tables;

/// <summary>The tables for programs: a line for each set and trainer, then the means.</summary>
internal static class CsvReport
{
    public static void Write(TextWriter output, Standings standings)
    {
        IEnumerable<string> measures = Measure.All.SelectMany(measure => new[] { measure.Name, measure.Name + "_deviation" });
        output.WriteLine(string.Join(',', ["set", "trainer", "classes", "train_rows", "test_rows", "runs", "failed", .. measures]));
        foreach (LoadedSet set in standings.Sets)
        {
            foreach (Trainer trainer in standings.Trainers)
            {
                ILookup<bool, string?> runs = standings.Results
                    .Where(result => result.Key.Set == set.Description.Name && result.Key.Trainer == trainer.Name)
                    .ToLookup(result => result.Error is not null, result => result.Error);
                int?[] counts = [set.Classes, set.TrainRows, set.TestRows, runs[false].Count(), runs[true].Count()];
                WriteLine(
                    [set.Description.Name, trainer.Name, .. counts.Select(count => count?.ToString(CultureInfo.InvariantCulture) ?? "")],
                    measure => standings.Of(set, trainer.Name, measure));
            }
        }
        foreach (Trainer trainer in standings.Trainers)
            WriteLine(["(mean)", trainer.Name, "", "", "", "", ""], measure => standings.Mean(trainer.Name, measure));

        void WriteLine(IEnumerable<string> beginning, Func<Measure, Statistic?> value) => output.WriteLine(string.Join(',',
            [.. beginning, .. Measure.All.Select(value)
                .SelectMany(statistic => new[] { Number(statistic?.Mean), Number(statistic?.Deviation) })]));
    }

    private static string Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
