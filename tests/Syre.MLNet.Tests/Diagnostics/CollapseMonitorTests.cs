using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

[TestClass]
public sealed class CollapseMonitorTests
{
    private static readonly double[] s_probabilities = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

    [TestMethod]
    public void Rows_of_the_same_distribution_are_no_drift_at_any_number_of_rows()
    {
        var random = new Random(1);
        float[] training = Normal(random, 2000);
        int alarms = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            var monitor = new CollapseMonitor(Report(training), new CollapseMonitorOptions { FalseAlarmRate = 0.05, MinimumShift = 0 });
            foreach (float value in Normal(random, 10 + 20 * trial))
                monitor.Add([value]);
            alarms += monitor.Current.IsDrifting ? 1 : 0;
        }
        Assert.IsLessThanOrEqualTo(10, alarms, "of 200, at a rate of at most 5 %");
    }

    [TestMethod]
    [DataRow(1.0, 1)]
    [DataRow(-1.0, -1)]
    public void A_move_by_one_deviation_is_found_with_its_direction_and_size(double move, int direction)
    {
        var random = new Random(2);
        var monitor = new CollapseMonitor(Report(Normal(random, 2000)));
        foreach (float value in Normal(random, 500))
            monitor.Add([(float)(value + move)]);
        SlotDrift slot = monitor.Current.Slots.Single();
        Assert.IsTrue(slot.IsDrifting);
        Assert.AreEqual(direction, Math.Sign(slot.Shift));
        // The distance of Kolmogorov and Smirnov between two normal distributions one deviation apart: 2Φ(1/2) − 1.
        Assert.AreEqual(0.383, Math.Abs(slot.Shift), 0.06);
    }

    [TestMethod]
    [DataRow(CollapseVerdict.Healthy, "MeasurePlasticity")]
    [DataRow(CollapseVerdict.Reduced, "SyrePreset.Rescue: the network is reduced")]
    [DataRow(CollapseVerdict.Collapsed, "SyrePreset.Rescue: the network is collapsed")]
    public void What_to_do_about_drift_depends_on_the_network(CollapseVerdict verdict, string expected)
    {
        var random = new Random(2);
        var finding = new CollapseFinding(verdict, null, "measure", 1, 0, "");
        var monitor = new CollapseMonitor(Report(Normal(random, 2000)) with { Findings = [finding] });
        Assert.IsNull(monitor.Current.Recommendation);
        foreach (float value in Normal(random, 500))
            monitor.Add([value + 2]);
        StringAssert.Contains(monitor.Current.Recommendation!, expected);
        StringAssert.Contains(monitor.Current.ToString(), expected);
    }

    [TestMethod]
    public void A_slot_that_is_nearly_always_the_same_value_is_no_drift_until_it_changes()
    {
        var random = new Random(3);
        float[] training = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle() < 0.7f ? 1f : random.NextSingle())];
        var monitor = new CollapseMonitor(Report(training), new CollapseMonitorOptions { MinimumShift = 0 });
        foreach (float value in training)
            monitor.Add([value]);
        Assert.AreEqual(0, monitor.Current.Slots[0].Shift, 0.01);
        Assert.IsFalse(monitor.Restart().IsDrifting);
        for (int row = 0; row < 1000; row++)
            monitor.Add([random.NextSingle()]);
        Assert.IsLessThan(-0.5, monitor.Current.Slots[0].Shift);
        Assert.IsTrue(monitor.Current.IsDrifting);
    }

    [TestMethod]
    public void A_shift_too_small_to_matter_is_no_drift_however_many_the_rows()
    {
        var random = new Random(4);
        float[] training = Normal(random, 100_000);
        var monitor = new CollapseMonitor(Report(training));
        foreach (float value in Normal(random, 100_000))
            monitor.Add([value + 0.15f]);
        SlotDrift slot = monitor.Current.Slots[0];
        Assert.IsGreaterThan(slot.Noise, slot.Shift);
        Assert.IsFalse(slot.IsDrifting);
    }

    [TestMethod]
    public void Many_threads_count_what_one_would()
    {
        float[] values = Normal(new Random(5), 20_000);
        CollapseReport report = Report(values[..1000]);
        var together = new CollapseMonitor(report);
        var alone = new CollapseMonitor(report);
        Parallel.ForEach(values, value => together.Add([value]));
        foreach (float value in values)
            alone.Add([value]);
        Assert.AreEqual(alone.Current.Rows, together.Current.Rows);
        Assert.AreEqual(alone.Current.Slots[0].Shift, together.Current.Slots[0].Shift);
        Assert.AreEqual(alone.Current.Slots[0].Mean, together.Current.Slots[0].Mean, 1e-9);
    }

    [TestMethod]
    public void A_saved_model_is_watched_by_its_file_and_tells_odd_rows_from_its_own()
    {
        var ml = new MLContext(1);
        string path = Path.GetTempFileName();
        using (SyreNetworkTransformer trained = Small.FitBinary(Small.Options with { Epochs = 20 }, rows: 3000))
            ml.Model.Save(trained, TestData.Binary(ml).Schema, path);
        var monitor = new CollapseMonitor(SyreModelFile.ReadReport(path));
        ITransformer model = ml.Model.LoadSurely(path, out _);
        monitor.Add(model.Transform(TestData.Binary(ml, rows: 1000, seed: 9)));
        Assert.AreEqual(1000, monitor.Current.Rows);
        Assert.IsFalse(monitor.Restart().IsDrifting);

        var examples = TestData.Examples(1000, seed: 10, sparse: false, TestData.BinaryLabel);
        foreach (Example<bool> example in examples)
            example.Features = new VBuffer<float>(4, [.. example.Features.DenseValues().Select(value => value * 5 + 6)]);
        examples[0].Features = new VBuffer<float>(4, [float.PositiveInfinity, 0, 0, 0]);
        monitor.Add(model.Transform(TestData.View(ml, examples)));
        CollapseDrift drift = monitor.Current;
        Assert.IsTrue(drift.IsDrifting);
        Assert.AreEqual((999, 1), (drift.Rows, drift.MissingRows));
        StringAssert.Contains(drift.ToString(), "no longer look like the training rows");
        File.Delete(path);
    }

    [TestMethod]
    public void Before_the_first_row_there_is_no_drift()
    {
        CollapseDrift drift = new CollapseMonitor(Report([1, 2, 3])).Current;
        Assert.IsFalse(drift.IsDrifting);
        Assert.IsTrue(double.IsNaN(drift.Slots[0].Mean));
    }

    [TestMethod]
    public void What_cannot_be_compared_is_refused_by_name()
    {
        var ml = new MLContext(1);
        CollapseReport report = Report([1, 2, 3]);
        var monitor = new CollapseMonitor(report);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => monitor.Add([])).Message, "'slot'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => monitor.Add(TestData.Binary(ml))).Message, "'Collapse'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => monitor.Add(TestData.Binary(ml), "Label")).Message, "Boolean");
        Assert.ThrowsExactly<ArgumentException>(() => new CollapseMonitor(report with { RowProfile = null }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new CollapseMonitor(report, new CollapseMonitorOptions { FalseAlarmRate = 0 }));
    }

    private static CollapseReport Report(float[] training)
    {
        float[] sorted = [.. training.Order()];
        return new CollapseReport
        {
            Name = "test",
            Rows = training.Length,
            Layers = [],
            RowProfile = new RowProfile
            {
                Rows = training.Length,
                HeldBack = true,
                Probabilities = s_probabilities,
                Slots = [new SlotProfile("slot", 0, [.. s_probabilities.Select(p => sorted[(int)Math.Round(p * (sorted.Length - 1))])])],
            },
        };
    }

    private static float[] Normal(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)ColumnData.Normal(random))];
}
