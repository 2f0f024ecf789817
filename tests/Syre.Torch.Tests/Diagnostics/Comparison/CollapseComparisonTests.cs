using Syre.Samples;

namespace Syre.Torch.Tests.Diagnostics.Comparison;

[TestClass]
public sealed class CollapseComparisonTests
{
    [TestMethod]
    public void OneRunEachOfTheSameSettingsIsNoise()
    {
        CollapseComparison comparison = SampleReports.Healthy(1).CompareWith(SampleReports.Healthy(2), "one seed", "another");
        Assert.IsFalse(comparison.IsNoiseMeasured);
        Assert.IsTrue(comparison.Differences.All(difference => difference.IsNoise), comparison.ToString());
        StringAssert.StartsWith(comparison.Remarks[0], "One run each: noise is assumed");
    }

    [TestMethod]
    public void OneRunEachOfHealthyAndCollapsedIsMore()
    {
        CollapseComparison comparison = SampleReports.Healthy().CompareWith(SampleReports.Collapsed(), "with syre", "without");
        MeasureDifference rank = comparison.Differences.Single(difference => difference is { Layer: "fc3", Measure: "EffectiveRank" });
        Assert.AreEqual(SampleReports.Healthy().Layers[2].Measured.Centred.EffectiveRank, rank.Value);
        Assert.AreEqual(SampleReports.Collapsed().Layers[2].Measured.Centred.EffectiveRank, rank.OtherValue);
        Assert.AreEqual(0.2 * rank.Value, rank.Margin, 1e-9);
        Assert.IsFalse(rank.IsNoise);
        Assert.IsFalse(comparison.Differences.Single(difference => difference is { Layer: "fc1", Measure: "DeadShare" }).IsNoise);
    }

    [TestMethod]
    public void ToleranceOfOneRunEachIsTheCallersToChoose()
    {
        var strict = new ComparisonOptions { EffectiveRankTolerance = 0, Rank99Tolerance = 0, MirrorTolerance = 0, CountDeviations = 0 };
        CollapseComparison comparison = SampleReports.Healthy(1).CompareWith(SampleReports.Healthy(2), options: strict);
        Assert.IsFalse(comparison.Differences.First(difference => difference.Measure == "EffectiveRank").IsNoise);
    }

    [TestMethod]
    public void SeveralRunsOfTheSameSettingsAreNoise()
    {
        CollapseComparison comparison = CollapseComparison.Of(Arm(SampleReports.Reduced, 1, 2, 3), Arm(SampleReports.Reduced, 4, 5, 6));
        Assert.IsTrue(comparison.IsNoiseMeasured);
        Assert.IsTrue(comparison.Differences.All(difference => difference.IsNoise), comparison.ToString());
    }

    [TestMethod]
    public void SeveralRunsOfHealthyAndReducedAreMore()
    {
        CollapseComparison comparison =
            CollapseComparison.Of(Arm(SampleReports.Healthy, 1, 2, 3), Arm(SampleReports.Reduced, 1, 2, 3), "with syre", "without");
        foreach (MeasureDifference difference in comparison.Differences.Where(difference => difference.Measure == "EffectiveRank"))
        {
            Assert.IsFalse(difference.IsNoise, comparison.ToString());
            Assert.IsGreaterThan(0, difference.Lower);
            Assert.AreEqual(difference.Value - difference.OtherValue, (difference.Lower + difference.Upper) / 2, 1e-9);
        }
    }

    [TestMethod]
    public void IntervalsOfAllTogetherAreWiderThanOfEach()
    {
        CollapseComparison together = CollapseComparison.Of(Arm(SampleReports.Healthy, 1, 2, 3), Arm(SampleReports.Reduced, 1, 2, 3));
        CollapseComparison each = CollapseComparison.Of(
            Arm(SampleReports.Healthy, 1, 2, 3), Arm(SampleReports.Reduced, 1, 2, 3),
            options: new ComparisonOptions { Simultaneous = false });
        MeasureDifference[] pair = [Rank(together), Rank(each)];
        Assert.IsGreaterThan(pair[1].Margin, pair[0].Margin);
        static MeasureDifference Rank(CollapseComparison comparison) =>
            comparison.Differences.First(difference => difference.Measure == "EffectiveRank");
    }

    [TestMethod]
    public void OneUnitIsNeverMoreThanNoise()
    {
        CollapseComparison comparison = CollapseComparison.Of(Arm(SampleReports.Healthy, 1, 2, 3), Arm(SampleReports.Healthy, 4, 5, 6));
        foreach (MeasureDifference difference in comparison.Differences.Where(difference => difference.Measure == "DeadShare"))
            Assert.IsGreaterThanOrEqualTo(1.0 / 256, difference.Margin);
    }

    [TestMethod]
    public void WhatMisleadsIsRemarked()
    {
        CollapseReport few = SampleReports.Healthy() with { Rows = 100, Evidence = new CollapseEvidence { ValidationError = double.NaN } };
        few = few with { Layers = [.. few.Layers.Take(2)] };
        string text = few.CompareWith(SampleReports.Reduced()).ToString();
        StringAssert.Contains(text, "different numbers of rows (100, 2,000)");
        StringAssert.Contains(text, "Not in all reports, and left out: fc3.");
        StringAssert.Contains(text, "Not a finite number, and left out: error on held-back rows.");
        StringAssert.Contains(text, "no difference in quality");
    }

    [TestMethod]
    public void TheErrorsOwnUncertaintyIsTaken()
    {
        MeasureDifference error = SampleReports.Healthy().CompareWith(SampleReports.Collapsed()).Differences
            .Single(difference => difference.Measure == "ValidationError");
        Assert.AreEqual(2 * 0.006, error.Margin, 1e-12);
        Assert.IsFalse(error.IsNoise);
    }

    [TestMethod]
    public void ArmsThatCannotBeComparedAreRefused()
    {
        CollapseReport report = SampleReports.Healthy();
        Assert.ThrowsExactly<ArgumentException>(() => CollapseComparison.Of([], [report]));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => CollapseComparison.Of([report], [report, report])).Message,
            "given twice");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => report.CompareWith(SampleReports.Column())).Message,
            "no layer in common");
        var wrong = new ComparisonOptions { Confidence = 1, EffectiveRankTolerance = -1, CountDeviations = double.NaN };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => report.CompareWith(report, options: wrong)).Message,
            "3 violation(s)");
    }

    [TestMethod]
    public void MarkdownTakesNamesAsTheyAre()
    {
        string markdown = SampleReports.Convolution().CompareWith(SampleReports.Convolution(), "<b>|", "<script>").ToMarkdown();
        Assert.DoesNotContain("<b>", markdown);
        Assert.DoesNotContain("<script>", markdown);
    }

    private static CollapseReport[] Arm(Func<int, CollapseReport> make, params int[] seeds) => [.. seeds.Select(make)];
}
