using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>A report that went through a file gives the verdicts of the one in memory.</summary>
[TestClass]
public sealed class DriftFileTests
{
    [TestMethod]
    public void A_monitor_from_the_file_and_one_from_memory_say_the_same_of_any_stream()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 300; trial++)
        {
            SlotSource[] slots = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => SlotSource.All[random.Next(SlotSource.All.Count)])];
            CollapseReport memory = SlotSource.Report(random.Next(4) > 0, [.. slots.Select(slot => slot.Take(new Random(trial), 30))]);
            foreach (CollapseReport report in new[] { memory, SlotSource.Old(memory) })
            {
                var options = new CollapseMonitorOptions { FalseAlarmRate = 0.5, MinimumShift = 0 };
                CollapseMonitor[] monitors = [new(report, options), new(CollapseReport.FromJson(report.ToJson()), options)];
                for (int row = random.Next(60); row > 0; row--)
                {
                    float[] values = [.. slots.Select(slot => random.Next(50) == 0 ? float.NaN : slot.Draw(random))];
                    foreach (CollapseMonitor monitor in monitors)
                        monitor.Add(values);
                }
                CollapseDrift expected = monitors[0].Current, read = monitors[1].Current;
                CollectionAssert.AreEqual(expected.Slots.ToArray(), read.Slots.ToArray());
                Assert.AreEqual(expected with { Slots = [] }, read with { Slots = [] });
            }
        }
    }

    /// <summary>
    /// The verdict that issue 10 reports of phoneme: shares of 256 units, five digits of which no longer equal the values.
    /// </summary>
    [TestMethod]
    public void Quantiles_of_five_digits_in_files_of_earlier_versions_do_no_harm()
    {
        SlotSource source = SlotSource.All.Single(source => source.Name == "shares of 256 units");
        var random = new Random(2);
        int alarms = 0;
        for (int trial = 0; trial < 100; trial++)
        {
            CollapseReport old = SlotSource.Old(SlotSource.Report(true, source.Take(random, 400)));
            var options = new CollapseMonitorOptions { MinimumShift = 0, FalseAlarmRate = 0.01 };
            var monitor = new CollapseMonitor(CollapseReport.FromJson(old.ToJson()), options);
            foreach (float value in source.Take(random, 400))
                monitor.Add([value]);
            alarms += monitor.Current.IsDrifting ? 1 : 0;
        }
        Assert.IsLessThanOrEqualTo(5, alarms, "of 100, at a rate of at most 1 %");
    }

    /// <summary>TorchSharp and ONNX Runtime differ in the last digits of a share.</summary>
    [TestMethod]
    public void Digits_that_two_runtimes_differ_in_move_nothing()
    {
        foreach (SlotSource source in SlotSource.All.Where(source => source.Name is not ("continuous" or "heavy tails")))
        {
            float[] training = source.Take(new Random(3), 500);
            var monitor = new CollapseMonitor(SlotSource.Report(true, training));
            foreach (float value in training)
                monitor.Add([MathF.BitDecrement(MathF.BitDecrement(value))]);
            Assert.AreEqual(0.0, monitor.Current.Slots[0].Shift, source.Name);
        }
    }

    [TestMethod]
    public void A_profile_of_rows_trained_on_gives_no_verdict_and_says_why()
    {
        CollapseReport report = SlotSource.Report(false, SlotSource.Continuous.Take(new Random(4), 500));
        var monitor = new CollapseMonitor(report);
        for (int row = 0; row < 1000; row++)
            monitor.Add([10]);
        Assert.IsFalse(monitor.Current.HeldBack);
        Assert.IsFalse(monitor.Current.IsDrifting);
        Assert.AreEqual(1, monitor.Current.Slots[0].Shift, 1e-9);
        StringAssert.Contains(monitor.Current.Remark, "trained on");
        StringAssert.Contains(monitor.Current.ToString(), "no verdict");
        StringAssert.Contains(report.ToString(), "500 rows that were trained on");
    }

    [TestMethod]
    public void No_row_one_row_and_rows_without_diagnostics_are_no_drift()
    {
        var monitor = new CollapseMonitor(SlotSource.Report(true, SlotSource.Continuous.Take(new Random(5), 500)));
        StringAssert.Contains(monitor.Current.Remark, "too few rows");
        monitor.Add([float.NaN]);
        Assert.AreEqual((0L, 1L, false), (monitor.Current.Rows, monitor.Current.MissingRows, monitor.Current.IsDrifting));
        monitor.Add([float.PositiveInfinity]);
        Assert.AreEqual((1L, false), (monitor.Current.Rows, monitor.Current.IsDrifting));
        StringAssert.Contains(monitor.Restart().ToString(), "too few rows");
    }

    [TestMethod]
    public void A_slot_without_values_in_the_profile_is_left_out()
    {
        float[] none = [.. Enumerable.Repeat(float.NaN, 300)];
        CollapseReport report = SlotSource.Report(true, SlotSource.Continuous.Take(new Random(6), 300), none);
        var monitor = new CollapseMonitor(CollapseReport.FromJson(report.ToJson()));
        foreach (float value in SlotSource.Continuous.Take(new Random(7), 500))
            monitor.Add([value + 3, float.NaN]);
        Assert.AreEqual((500L, 0L), (monitor.Current.Rows, monitor.Current.MissingRows));
        Assert.IsTrue(monitor.Current.Slots[0].IsDrifting);
        Assert.IsFalse(monitor.Current.Slots[1].IsDrifting);
    }

    [TestMethod]
    public void A_profile_that_contradicts_itself_is_refused_by_name()
    {
        CollapseReport report = SlotSource.Report(true, [1, 2, 3]);
        SlotProfile slot = report.RowProfile!.Slots[0];
        foreach (SlotProfile damaged in new[]
                 {
                     slot with { RowsBelow = null }, slot with { RowsBelow = [.. slot.RowsBelow!.Skip(1)] }, slot with { Rows = 0 },
                     slot with { Index = -1 }, slot with { Cuts = [.. slot.Cuts!.Reverse()] }, slot with { Quantiles = [1] }, null!,
                 })
        {
            CollapseReport changed = report with { RowProfile = report.RowProfile with { Slots = [damaged] } };
            ArgumentException refusal = Assert.ThrowsExactly<ArgumentException>(() => new CollapseMonitor(changed));
            StringAssert.Contains(refusal.Message, "profile of rows is damaged");
        }
    }

    [TestMethod]
    public void Readers_and_writers_at_once_lose_nothing()
    {
        var monitor = new CollapseMonitor(SlotSource.Report(true, SlotSource.Continuous.Take(new Random(8), 200)));
        long restarted = 0;
        Parallel.For(0, 20_000, i =>
        {
            monitor.Add([i % 7]);
            if (i % 50 == 0)
                _ = monitor.Current;
            if (i % 1000 == 0)
                Interlocked.Add(ref restarted, monitor.Restart().Rows);
        });
        Assert.AreEqual(20_000, restarted + monitor.Current.Rows);
    }
}
