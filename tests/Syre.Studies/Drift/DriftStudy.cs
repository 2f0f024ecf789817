using System.Diagnostics;
using Syre.MLNet;
using Syre.Studies.Tables;
using Syre.Torch;

namespace Syre.Studies.Drift;

/// <summary>
/// Measures how often a monitor speaks of drift on independent rows of the training's source, from memory and from the file. Measures how
/// often it finds rows of another source. Test rows are never read.
/// </summary>
internal sealed class DriftStudy : IStudy
{
    private static readonly CollapseMonitorOptions s_strict = new() { FalseAlarmRate = 0.05, MinimumShift = 0 };

    /// <inheritdoc/>
    public string Name => "drift";

    /// <inheritdoc/>
    public string Question => "How often does a monitor speak of drift, where there is none and where there is some?";

    private static IEnumerable<DriftSet> Sets =>
    [
        .. TableSource.All.Append(new TableSource("california_housing", TableTask.Regression, "median_house_value"))
            .Select(source => new TableSet(source)),
        new TextSet("sms_spam", "mr"), new TextSet("mr", "sms_spam"), new TextSet("trec", "banking77"), new TextSet("banking77", "trec"),
        new TextSet("ag_news_10k", "reuters_r8"), new TextSet("reuters_r8", "ag_news_10k"), new TextSet("tweeteval_emotion", "sst2"),
        new TextSet("sst2", "tweeteval_emotion"), new TextSet("ohsumed23", "mr"), new TextSet("chinese_waimai", "sms_spam"),
    ];

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        var results = new List<DriftLooks>();
        var clock = Stopwatch.StartNew();
        foreach (DriftSet set in Sets)
        {
            var looks = new List<DriftLooks>();
            for (int seed = 1; seed <= settings.Seeds; seed++)
            {
                if (set.Measure(settings, seed) is not { } measured)
                {
                    Console.Error.WriteLine($"{set.Name}: not here, left out (see --data)");
                    break;
                }
                looks.Add(Look(measured));
                Console.Error.WriteLine($"{set.Name}, seed {seed}: {clock.Elapsed.TotalSeconds:f0} s so far");
            }
            if (looks.Count > 0)
                results.Add(DriftLooks.Join(looks));
        }
        DriftReport.Write(output, results, settings);
    }

    private static DriftLooks Look(DriftCase measured)
    {
        var looks = new DriftLooks(measured.Set, measured.File.RowProfile!.Rows, measured.File.RowProfile.HeldBack);
        foreach (int size in DriftLooks.Sizes.Append(measured.FileRows.Length))
        {
            foreach (Range stream in DriftRows.Streams(measured.FileRows.Length, size))
            {
                CollapseDrift memory = Seen(measured.Memory, measured.MemoryRows[stream], new CollapseMonitorOptions());
                CollapseDrift file = Seen(measured.File, measured.FileRows[stream], new CollapseMonitorOptions());
                CollapseDrift strict = Seen(measured.File, measured.FileRows[stream], s_strict);
                looks.Same.Add(new DriftLook(
                    DriftLooks.Sizes.Contains(size) ? size : null, memory.IsDrifting, file.IsDrifting, strict.IsDrifting));
            }
        }
        looks.LargestShifts.Add(Seen(measured.File, measured.FileRows, s_strict).Slots.Max(slot => Math.Abs(slot.Shift)));
        foreach ((string change, float[][] rows) in measured.Changed)
        {
            foreach (int size in DriftLooks.Sizes)
            {
                foreach (Range stream in DriftRows.Streams(rows.Length, size))
                    looks.Changed.Add((change, size, Seen(measured.File, rows[stream], new CollapseMonitorOptions()).IsDrifting));
            }
        }
        return looks;
    }

    private static CollapseDrift Seen(CollapseReport report, float[][] rows, CollapseMonitorOptions options)
    {
        var monitor = new CollapseMonitor(report, options);
        foreach (float[] row in rows)
            monitor.Add(row);
        return monitor.Current;
    }
}
