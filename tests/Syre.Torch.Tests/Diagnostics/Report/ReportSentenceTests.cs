using Syre.Samples;

namespace Syre.Torch.Tests.Diagnostics.Report;

/// <summary>What reports say in words is true of their numbers.</summary>
[TestClass]
public sealed class ReportSentenceTests
{
    private const string Benign = "Neural collapse of the last layer, a benign state";

    [TestMethod]
    [DataRow(0.004, 0.0, 0.0, "")]
    [DataRow(0.927, 0.0, 0.0, "NC1 is above 0.1")]
    [DataRow(0.004, 0.05, 0.0, "more than 2% of the rows are wrong")]
    [DataRow(0.004, 0.0, 0.05, "NC4 is above 2%")]
    [DataRow(0.927, 0.05, 0.0, "more than 2% of the rows are wrong, NC1 is above 0.1")]
    public void Neural_collapse_is_said_only_where_it_is_one(double variability, double trainingError, double disagreement, string missing)
    {
        CollapseReport report = HandMade.Healthy with
        {
            NeuralCollapse = HandMade.NeuralCollapse(trainingError, disagreement) with { WithinClassVariability = variability },
        };
        string text = report.Judged().ToString();
        if (missing.Length == 0)
        {
            StringAssert.Contains(text, Benign);
            return;
        }
        Assert.DoesNotContain(Benign, text);
        StringAssert.Contains(text, $"This is no neural collapse: {missing}.");
    }

    [TestMethod]
    public void Rows_that_do_not_vary_make_no_layer_healthy()
    {
        CollapseReport report = SampleReports.Unvarying();
        Assert.AreEqual(CollapseVerdict.NotJudged, report.Verdict);
        Assert.IsTrue(report.Layers.All(layer => report.VerdictOf(layer.Name) == CollapseVerdict.NotJudged));
        Assert.AreEqual(
            "Not judged: Layer fc1 cannot be judged: its activations are the same on all 2000 rows, and so are a random network's: what " +
            "it reads does not vary; so it is with each layer.", report.Summary);
        StringAssert.StartsWith(report.ToString(), "Constant features: NOT JUDGED\n");
        Assert.DoesNotContain("healthy", report.ToString());
        StringAssert.StartsWith(report.ToMarkdown(), "### Constant features: not judged\n");
    }

    [TestMethod]
    public void A_layer_that_varies_no_more_though_a_random_one_does_is_not_excused()
    {
        CollapseReport report = HandMade.Healthy.WithLast(0, dead: 64) with { Evidence = new() { Loss = 0.69, ConstantLoss = 0.69 } };
        Assert.AreEqual(CollapseVerdict.Collapsed, report.Judged().Verdict);
    }

    [TestMethod]
    public void One_row_is_nothing_to_judge_by()
    {
        LayerMeasures measures = HandMade.Measures(0);
        CollapseReport report = HandMade.Healthy with
        {
            Rows = 1,
            Layers = [HandMade.Layer("linear1") with { Rows = 1, Measured = measures, Baseline = measures }],
        };
        Assert.AreEqual(
            "Not judged: Layer linear1 cannot be judged: it was measured on 1 row, and nothing varies in so few.", report.Judged().Summary);
    }

    [TestMethod]
    public void What_could_not_be_measured_does_not_hide_what_was_found()
    {
        CollapseReport partly = SampleReports.PartlyMeasured();
        Assert.AreEqual(CollapseVerdict.Healthy, partly.Verdict);
        Assert.AreEqual(CollapseVerdict.NotJudged, partly.VerdictOf("fc2"));
        StringAssert.Contains(partly.Summary, "each judged layer of MNIST");
        StringAssert.EndsWith(partly.Summary, "; 1 layer(s) could not be judged at all.");
        CollapseReport dead = partly with { Layers = [.. partly.Layers.Take(2), HandMade.Layer("fc3", 2, dead: 60)] };
        Assert.AreEqual(CollapseVerdict.Collapsed, (dead with { Evidence = new() { Loss = 1, ConstantLoss = 1 } }).Judged().Verdict);
    }

    [TestMethod]
    public void A_failed_baseline_leaves_a_layer_unjudged()
    {
        CollapseReport report = HandMade.Healthy with
        {
            Layers = [HandMade.Layer("linear1") with { Baseline = HandMade.Measures(40) with { Centred = RankMeasures.Unmeasured } }],
        };
        StringAssert.Contains(report.Judged().Summary, "the random network that it would be compared with could not be measured");
    }

    [TestMethod]
    public void Every_sentence_ends_and_holds_no_number_that_is_none()
    {
        foreach (CollapseReport report in SampleReports.All().Select(report => report.Judged()).Where(report => report.Latents is null))
        {
            Assert.DoesNotContain("NaN", (report with { NotMeasured = [] }).ToString(), report.Name);
            StringAssert.EndsWith(report.Summary, ".");
            foreach (CollapseFinding finding in report.Findings)
                StringAssert.EndsWith(finding.Sentence, ".");
        }
    }
}
