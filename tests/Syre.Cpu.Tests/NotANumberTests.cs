namespace Syre.Cpu.Tests;

[TestClass]
public sealed unsafe class NotANumberTests
{
    /// <summary>It reaches the loss and the gradients of its step, and nothing after: memory is used again.</summary>
    [TestMethod]
    [DataRow(false, 0, DisplayName = "all features")]
    [DataRow(true, 0, DisplayName = "entries")]
    [DataRow(false, 4, DisplayName = "embedded features")]
    public void A_feature_that_is_not_a_number_is_one_of_its_step_only(bool isSparse, int embedded)
    {
        var loss = new CpuLoss(CpuLossKind.CrossEntropy);
        using TestNetwork network = new(
            [9, 20, 17, 3], CpuActivation.Sigmoid, parametric: true, scales: true, 1, isSparse, hasDirect: isSparse, embedded);
        using CpuRows rows = network.Rows(18, loss, weighted: false);
        long bad = Enumerable.Range(0, 18).First(row => !isSparse || rows.Entries.Count(row) > 0);
        *(isSparse ? rows.Entries.Values + rows.Entries.Starts[bad] : rows.Features + bad * 9) = float.NaN;
        long[] others = [.. Enumerable.Range(0, 18).Select(row => (long)row).Where(row => row != bad)];
        using CpuNetwork engine = network.Create(18, threads: 1);

        rows.SetOrder([.. others, bad]);
        Assert.IsTrue(double.IsNaN(engine.Step(rows, 0, 18, loss, Dropout.None)), "the loss says so");
        Assert.Contains(one => one.Kept.Values.Any(float.IsNaN), network.Gradients, "so do gradients");

        rows.SetOrder(others);
        // A thread's memory and the lane's change places: the second step is the first to use what the bad row was in.
        for (int step = 0; step < 2; step++)
        {
            Assert.IsTrue(double.IsFinite(engine.Step(rows, 0, 17, loss, Dropout.None)), "a later loss");
            foreach ((string name, KeptGradient kept) in network.Gradients)
                Assert.IsTrue(kept.Values.All(float.IsFinite), $"a later gradient of {name}");
        }
    }
}
