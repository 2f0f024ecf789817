using Syre.Samples;
using Syre.Torch.Diagnostics.Comparison;

namespace Syre.Torch.Tests.Diagnostics.Comparison;

/// <summary>What a comparison says of runs that all lie apart agrees with its intervals.</summary>
[TestClass]
public sealed class RunSeparationTests
{
    [TestMethod]
    [DataRow(1, 2, 2.0 / 3)]
    [DataRow(3, 3, 0.1)]
    [DataRow(5, 5, 2.0 / 252)]
    [DataRow(10, 10, 2.0 / 184756)]
    public void Chance_is_two_of_the_orders_of_all_runs(int values, int others, double expected) =>
        Assert.AreEqual(expected, RunSeparation.Chance(values, others), 1e-12);

    [TestMethod]
    public void Two_runs_an_arm_that_lie_apart_are_neither_noise_nor_more()
    {
        CollapseComparison comparison = Compare([0.5, 0.2], [0.9, 0.7]);
        MeasureDifference error = Error(comparison);
        Assert.IsTrue(error is { IsSeparated: true, IsSeparatedBeyondChance: false, IsNoise: true });
        string text = comparison.ToString();
        StringAssert.EndsWith(text.Split('\n').First(line => line.Contains("error on held-back rows", StringComparison.Ordinal)),
            "apart, too few runs");
        StringAssert.Contains(text, "that happens to equal arms of 2 and 2 runs in 33.3 % of cases, and the interval holds zero.");
    }

    [TestMethod]
    public void Runs_that_overlap_are_noise() =>
        Assert.IsTrue(Error(Compare([0.5, 0.2], [0.4, 0.7])) is { IsSeparated: false, IsNoise: true });

    [TestMethod]
    public void Many_runs_that_lie_apart_are_more_than_noise_whatever_the_interval()
    {
        // One wild run makes the interval hold zero; ten runs an arm lie apart once in 92 378 cases.
        double[] low =
            [.. Enumerable.Range(0, 10).Select(i => 0.1 + i * 0.001)], high = [.. Enumerable.Range(0, 9).Select(i => 0.2 + i * 0.001), 40];
        MeasureDifference error = Error(Compare(low, high));
        Assert.IsGreaterThan(Math.Abs(error.Difference), error.Margin);
        Assert.IsFalse(error.IsNoise);
    }

    [TestMethod]
    public void One_run_each_is_no_separation() => Assert.IsFalse(Error(Compare([0.2], [0.9])).IsSeparated);

    private static CollapseComparison Compare(double[] errors, double[] others) =>
        CollapseComparison.Of([.. errors.Select(Run)], [.. others.Select(Run)]);

    private static CollapseReport Run(double error) => SampleReports.Empty() with { Evidence = new() { ValidationError = error } };

    private static MeasureDifference Error(CollapseComparison comparison) =>
        comparison.Differences.Single(difference => difference.Measure == nameof(CollapseEvidence.ValidationError));
}
