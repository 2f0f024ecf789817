using System.Collections.Concurrent;
using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Texts;

/// <summary>
/// Compares ways to train on texts. Test rows are never read: each seed draws texts to measure on from the training part, and all arms
/// train on the same rest. As many fits run at once as there are cores, each with one thread.
/// </summary>
internal sealed class TextStudy(string name, TextArms description) : IStudy
{
    private static readonly string[] s_sets =
    [
        "ag_news_10k", "banking77", "chinese_waimai", "mr", "ohsumed23", "reuters_r8", "sms_spam", "sst2", "trec", "tweeteval_emotion",
    ];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Question => description.Question;

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        (string Name, CsvLines Lines)[] sets =
            [.. s_sets.Select(set => (set, TextLines.Read(settings.Data, set)!)).Where(set => set.Item2 != null)];
        var results = new ConcurrentDictionary<(string Set, string Arm, int Seed), TextResult>();
        var work = Enumerable.Range(1, settings.Seeds).SelectMany(seed => sets.Select(set => (Set: set, Seed: seed)));
        Parallel.ForEach(work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, item =>
        {
            (CsvLines training, CsvLines heldOut) = item.Set.Lines.Split(item.Seed, settings.MaxRows);
            var trial = new TextTrial(item.Seed, TextLines.Rows(training), TextLines.Rows(heldOut));
            foreach ((string name, TextArm arm) in description.Arms)
            {
                TextResult result = results[(item.Set.Name, name, item.Seed)] = trial.Measure(arm, item.Seed);
                Console.Error.WriteLine($"{item.Set.Name}, seed {item.Seed}, {name}: {result}");
            }
        });
        Write(output, [.. sets.Select(set => set.Name)], (set, arm) =>
            TextResult.Mean([.. Enumerable.Range(1, settings.Seeds).Select(seed => results[(set, arm, seed)])]));
    }

    private void Write(TextWriter output, string[] sets, Func<string, string, TextResult> result)
    {
        string[] arms = [.. description.Arms.Keys];
        output.WriteLine(
            $"Change in % of each measure against \"{arms[0]}\", geometric mean over sets ± standard error over sets (not seeds), and on " +
            "how many sets it is less; of all less is better. Time of all fits of an arm, as a multiple of the first arm's, while as " +
            "many run as there are cores (and other work beside them, unless said).");
        output.WriteLine();
        output.WriteLine("| arm | error | log-loss | less log-loss on | time |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (string arm in arms)
        {
            int fewer = sets.Count(set => result(set, arm).LogLoss < result(set, arms[0]).LogLoss);
            output.WriteLine($"| {arm} | {Change(one => one.Error)} | {Change(one => one.LogLoss)} | {fewer} of {sets.Length} | " +
                $"{sets.Average(set => result(set, arm).Seconds / result(set, arms[0]).Seconds):0.0} |");

            string Change(Func<TextResult, double> of)
            {
                double[] logs = [.. sets.Select(set => Math.Log(of(result(set, arm)) / of(result(set, arms[0])))).Where(double.IsFinite)];
                return logs.Length == 0 ? "" : Spread.Of([.. logs.Select(log => 100 * (Math.Exp(log) - 1))]).WithError("+0.0;-0.0;0.0");
            }
        }
        output.WriteLine();
        output.WriteLine("Error / log-loss:");
        output.WriteLine();
        output.WriteLine($"| set | {string.Join(" | ", arms)} |");
        output.WriteLine($"|---|{string.Concat(arms.Select(_ => "---|"))}");
        foreach (string set in sets)
            output.WriteLine($"| {set} | {string.Join(" | ", arms.Select(arm => Cell(result(set, arm))))} |");

        static string Cell(TextResult one) => $"{one.Error:0.0000} / {one.LogLoss:0.0000}";
    }
}
