using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;

namespace Syre.MLNet.Tests.Tuning;

/// <summary>A tuning that is stopped and started again ends as if nothing had happened.</summary>
[TestClass]
public sealed partial class TuningJournalTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-tuning-").FullName;

    private string Journal => Path.Combine(_folder, "tuning.jsonl");

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void A_tuning_that_was_killed_after_any_line_or_within_one_ends_with_the_same_trials()
    {
        string expected = Tuned(out int all);
        string[] lines = File.ReadAllLines(Journal);
        Assert.HasCount(all + 1, lines);
        for (int whole = 0; whole <= lines.Length; whole++)
        {
            string left = string.Concat(lines.Take(whole).Select(line => $"{line}\n"));
            string torn = whole < lines.Length ? lines[whole][..(lines[whole].Length / 2)] : "";
            foreach (string text in new[] { left, left + torn }.Distinct())
            {
                File.WriteAllText(Journal, text);
                Assert.AreEqual(expected, Tuned(out int done), $"after {whole} lines and {torn}");
                Assert.AreEqual(all - Math.Max(0, whole - 1), done);
                Assert.AreEqual(WithoutTimes(lines), WithoutTimes(File.ReadAllLines(Journal)));
            }
        }
    }

    [TestMethod]
    public void Another_tunings_journal_is_refused_with_what_is_another()
    {
        Tuned(out _);
        string before = File.ReadAllText(Journal);
        foreach ((string part, SyreNetworkOptions trainer, SyreNetworkTunerOptions search, int dataSeed) in new[]
        {
            ("seed", TuningCases.Options with { Seed = 6 }, Search(), 1),
            ("options (HiddenLayers, Dropout)", TuningCases.Options with { HiddenLayers = [8], Dropout = 0 }, Search(), 1),
            ("candidates", TuningCases.Options, Search() with { Candidates = [] }, 1),
            ("rows", TuningCases.Options, Search(), 2),
            ("validation set", TuningCases.Options with { ValidationSet = TestData.Binary(new MLContext(1), 20) }, Search(), 1),
        })
        {
            var e = Assert.ThrowsExactly<InvalidOperationException>(() => TuningCases.Tune(search, trainer, dataSeed: dataSeed));
            StringAssert.Contains(e.Message, $"is of another tuning: {part} are not the same. Give each tuning");
            Assert.AreEqual(before, File.ReadAllText(Journal));
        }
    }

    [TestMethod]
    public void What_changes_no_trial_may_change_between_two_processes()
    {
        string expected = Tuned(out _);
        using TunedTransformer again = TuningCases.Tune(
            Search() with { AtOnce = 1, TimeBudget = TimeSpan.FromHours(1) }, TuningCases.Options with { Threads = 2 });
        Assert.AreEqual(expected, TuningCases.Describe(again));
    }

    [TestMethod]
    public void More_candidates_can_be_drawn_later()
    {
        TuningCases.Tune(Search() with { Candidates = null, Draws = 2 }).Dispose();
        List<TuningTrial> told = [];
        using TunedTransformer more = TuningCases.Tune(Search() with { Candidates = null, Draws = 4, Progress = told.Add });
        Assert.IsTrue(told.TrueForAll(trial => trial.Number is 3 or 4 || trial.Rung < 2), string.Join('\n', told));
        Assert.AreSequenceEqual([0, 1, 2, 3, 4], more.TrialList.Select(trial => trial.Number).Distinct());
    }

    [TestMethod]
    public void A_line_that_no_tuning_wrote_is_told_of()
    {
        Tuned(out _);
        string[] lines = File.ReadAllLines(Journal);
        foreach (int at in new[] { 0, 2 })
        {
            File.WriteAllLines(Journal, lines.Select((line, index) => index == at ? "{\"Trial\": 1}" : line));
            var e = Assert.ThrowsExactly<InvalidDataException>(() => Tuned(out _));
            StringAssert.Contains(e.Message, $"Line {at + 1} of the journal '{Journal}'");
            StringAssert.Contains(e.Message, "Delete the file");
        }
        File.Delete(Journal);
        Tuned(out _);
    }

    [TestMethod]
    public void Two_tunings_do_not_write_one_journal()
    {
        InvalidOperationException? refused = null;
        TuningCases.Tune(Search() with
        {
            AtOnce = 1,
            Progress = trial => refused ??= Assert.ThrowsExactly<InvalidOperationException>(() => TuningCases.Tune(Search())),
        }).Dispose();
        StringAssert.Contains(refused!.Message, "cannot be written");
    }

    [TestMethod]
    [DataRow("sv-SE")]
    [DataRow("fa-IR")]
    public void A_journal_of_one_culture_is_read_in_another(string culture)
    {
        string expected = Tuned(out _);
        string[] lines = File.ReadAllLines(Journal);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Tuned(out int done);
            Assert.AreEqual(0, done);
            File.Delete(Journal);
            Tuned(out _);
            Assert.AreEqual(WithoutTimes(lines), WithoutTimes(File.ReadAllLines(Journal)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.AreEqual(expected, Tuned(out int none));
        Assert.AreEqual(0, none);
    }

    private SyreNetworkTunerOptions Search() => new()
    {
        Candidates = [.. TuningCases.Planted.Skip(1).Take(3), new() { LearningRateFactor = 1e300 }],
        JournalDirectory = _folder,
        AtOnce = 1,
    };

    private string Tuned(out int trials)
    {
        int told = 0;
        using TunedTransformer tuned = TuningCases.Tune(Search() with { Progress = _ => told++ });
        trials = told;
        return TuningCases.Describe(tuned);
    }

    private static string WithoutTimes(string[] lines) => string.Join('\n', lines.Select(line => Time().Replace(line, "#")));

    [GeneratedRegex(@"\d\d:\d\d:\d\d(\.\d+)?")]
    private static partial Regex Time();
}
