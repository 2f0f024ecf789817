using System.Globalization;

namespace Syre.Torch.Tests.Diagnostics;

/// <summary>The verdict on constructed losses, and the text.</summary>
[TestClass]
public sealed class PlasticityReportTests
{
    [TestMethod]
    public void Losses_in_a_ratio_give_that_ratio_and_its_interval()
    {
        PlasticityReport report = Report([2, 2, 2], [3, 1]);
        Assert.AreEqual(2, report.Slowness.Mean, 1e-12);
        Assert.AreEqual(2, report.Slowness.Low, 1e-12);
        Assert.AreEqual(2, report.Ending.Mean, 1e-12);
        // Of two logarithms, 0 and log 4, the interval is log 2 ± 12.706 · log 2.
        report = Report([1, 4], [1]);
        Assert.AreEqual(2, report.Slowness.Mean, 1e-12);
        Assert.AreEqual(Math.Pow(2, 13.7062), report.Slowness.High, 1);
    }

    [TestMethod]
    [DataRow(PlasticityVerdict.Lost, 1.2, 1.25, 1.22)]
    [DataRow(PlasticityVerdict.Kept, 1.2, 0.8, 1.3)]
    [DataRow(PlasticityVerdict.Kept, 1.02, 1.021, 1.022)]
    [DataRow(PlasticityVerdict.Kept, 0.5, 0.6, 0.5)]
    [DataRow(PlasticityVerdict.NotJudged, 9.0)]
    [DataRow(PlasticityVerdict.NotJudged, 2.0, double.NaN)]
    [DataRow(PlasticityVerdict.NotJudged, 2.0, 0.0)]
    public void The_verdict_needs_a_difference_and_an_interval_that_shows_it(PlasticityVerdict expected, params double[] ratios)
    {
        PlasticityReport report = Report(ratios, [1, 0.5]);
        Assert.AreEqual(expected, report.Verdict);
        Assert.AreEqual(expected == PlasticityVerdict.Lost, report.Recommendation.Contains("SyrePreset.Rescue"));
    }

    [TestMethod]
    public void A_network_that_begins_well_and_ends_badly_is_better_trained_anew()
    {
        PlasticityReport report = Report([1, 1], [1]) with
        {
            Runs = [new([0.5, 0.4], [2, 0.3]), new([0.5, 0.41], [2, 0.3])],
        };
        Assert.AreEqual(PlasticityVerdict.Kept, report.Verdict);
        StringAssert.Contains(report.Recommendation, "train anew");
    }

    [TestMethod]
    [DataRow("A fresh network ends better", true, 1.2, 1.2, 1.2)]
    [DataRow("runs differ too much", true, 1.2, 0.8, 1.3)]
    [DataRow("Retrain from this model", false, 1.0, 1.04, 1.0)]
    [DataRow("diverged", false, 1.0, double.PositiveInfinity, 1.0)]
    [DataRow("more runs", false, 1.0, double.NaN, 1.0)]
    public void What_to_do_says_no_more_than_the_losses_do(string expected, bool differ, params double[] last)
    {
        double[] first = differ ? [1.3, 5, 2] : [1, 1, 1];
        PlasticityReport report = Report([1, 1], [1]) with
        {
            Runs = [.. first.Zip(last, (one, two) => new PlasticityRun([one, two], [2, 1]))],
        };
        StringAssert.Contains(report.Recommendation, expected, report.ToString());
    }

    [TestMethod]
    public void A_run_that_ended_early_counts_as_far_as_it_went()
    {
        PlasticityReport report = Report([1, 1], [1]) with { Runs = [new([2, 2], [1, 1, 9]), new([2, 2, 2, 2], [1, 1])] };
        Assert.AreEqual(2, report.Slowness.Mean, 1e-12);
        Assert.HasCount(2, report.Losses().Rows);
    }

    [TestMethod]
    [DataRow("de-DE")]
    [DataRow("tr-TR")]
    public void The_text_is_the_same_in_every_culture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            const string sentence = "price: plasticity lost. On 1,200 new rows its log-loss over that of a fresh network is " +
                "1.22 (1.16-1.29) while it learns and 1.22 (1.16-1.29) at its best (3 runs).";
            Assert.AreEqual(
                $"""
                {sentence}
                Retrain with the preset SyrePreset.Rescue, which pulls worn weights to a new random start while they learn, or train anew.

                epoch  carried on  fresh
                    1        1.22   1.00
                    2        0.61   0.50

                layer    units  effective rank  fresh  dormant  fresh
                hidden1     20             4.0    9.0   50.0 %  5.0 %
                """.ReplaceLineEndings("\n"),
                Report([1.2, 1.25, 1.22], [1, 0.5]).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static PlasticityReport Report(double[] ratios, double[] fresh) => new()
    {
        Name = "price",
        Rows = 1200,
        HeldBackRows = 300,
        Measure = "log-loss",
        Runs = [.. ratios.Select(ratio => new PlasticityRun([.. fresh.Select(loss => ratio * loss)], fresh))],
        Layers = [PlasticityLayer.Mean([new("hidden1", 20, 3, 8, 0.6, 0.1), new("hidden1", 20, 5, 10, 0.4, 0)])],
    };
}
