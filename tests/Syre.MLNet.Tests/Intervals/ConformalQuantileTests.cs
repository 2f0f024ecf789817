using CsCheck;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Tests.Intervals;

[TestClass]
public sealed class ConformalQuantileTests
{
    /// <summary>By hand: ⌈(n + 1) · coverage⌉ of 1 to n.</summary>
    [TestMethod]
    [DataRow(9, 0.9, 9)]
    [DataRow(10, 0.9, 10)]
    [DataRow(19, 0.9, 18)]
    [DataRow(20, 0.9, 19)]
    [DataRow(99, 0.99, 99)]
    [DataRow(4, 0.5, 3)]
    [DataRow(5, 0.5, 3)]
    public void Of_rows_alike_it_has_the_rank_of_the_theorem(int rows, double coverage, double expected)
    {
        double[] misfits = [.. Enumerable.Range(1, rows).Select(value => (double)value)];
        new Random(1).Shuffle(misfits);
        Assert.AreEqual(expected, ConformalQuantile.Of(misfits, Ones(rows), coverage));
    }

    [TestMethod]
    public void Too_few_rows_tell_no_bound()
    {
        foreach (double coverage in new[] { 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999 })
        {
            int needed = ConformalQuantile.RowsNeeded(coverage);
            Assert.AreEqual(needed, ConformalQuantile.Of([.. Enumerable.Range(1, needed).Select(i => (double)i)], Ones(needed), coverage));
            Assert.AreEqual(double.PositiveInfinity, ConformalQuantile.Of(new double[needed - 1], Ones(needed - 1), coverage));
        }
        Assert.AreEqual(double.PositiveInfinity, ConformalQuantile.Of([], [], 0.5));
    }

    [TestMethod]
    public void The_unit_of_weights_does_not_matter() => Gen.Select(Gen.Double[0.01, 10].Array[12, 60], Gen.Double[0.1, 0.7], Gen.Int)
        .Sample((weights, coverage, seed) =>
        {
            var random = new Random(seed);
            double[] misfits = Array.ConvertAll(weights, _ => random.NextDouble());
            double one = ConformalQuantile.Of(misfits, weights, coverage);
            return one == ConformalQuantile.Of(misfits, Array.ConvertAll(weights, weight => 1024 * weight), coverage);
        });

    /// <summary>Rows of 1, 1, 1, 1 and 6 are 2.5 rows of one weight: of 0.6 · 1.4 · 10 = 8.4, that is where the heavy one is in.</summary>
    [TestMethod]
    public void A_row_counts_as_it_weighs()
    {
        double[] weights = [1, 1, 1, 1, 6];
        Assert.AreEqual(2.5, ConformalQuantile.EffectiveRows(weights));
        Assert.AreEqual(40, ConformalQuantile.Of([10, 20, 30, 50, 40], weights, 0.6));
        Assert.AreEqual(50, ConformalQuantile.Of([10, 20, 30, 40, 50], weights, 0.6));
        Assert.IsFalse(ConformalQuantile.IsEnough(weights, 0.72));
        Assert.IsTrue(ConformalQuantile.IsEnough(weights, 0.71));
    }

    private static double[] Ones(int rows) => [.. Enumerable.Repeat(1.0, rows)];
}
