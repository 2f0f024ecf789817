using CollapseLab.Statistics;

namespace Syre.Samples.Tests.Lab;

/// <summary>Means have Student's intervals, and what diverged is counted, not averaged.</summary>
[TestClass]
public sealed class EstimateTests
{
    [TestMethod]
    public void An_interval_is_that_of_Student_s_t()
    {
        var estimate = Estimate.Of([1, 2, 3]);
        Assert.AreEqual(2, estimate.Mean);
        Assert.AreEqual(4.302653 / Math.Sqrt(3), estimate.HalfWidth, 1e-5);
        Assert.IsTrue(estimate.IsAbove(-0.5));
        Assert.IsFalse(estimate.IsAbove(0) && estimate.IsBelow(4));
    }

    [TestMethod]
    public void What_diverged_is_told_beside_the_mean()
    {
        Assert.AreEqual("2.0 ± 12.7 (1 diverged)", Estimate.Of([1, double.NaN, 3]).Text("0.0"));
        Assert.AreEqual("+2.0 (1 diverged)", Estimate.Of([2, double.PositiveInfinity]).SignedText("0.0"));
        Assert.AreEqual("diverged", Estimate.Of([double.NaN]).Text("0.0"));
        Assert.AreEqual("", Estimate.Of([]).Text("0.0"));
    }
}
