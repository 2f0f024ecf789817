namespace Syre.Torch.Tests.Diagnostics.Judging;

[TestClass]
public sealed class CollapseJudgeTests
{
    private static readonly CollapseEvidence s_stopped = new() { Loss = 2.30, ConstantLoss = 2.302 };
    private static readonly CollapseEvidence s_fitted = new() { Loss = 0.4, ConstantLoss = 2.302 };
    private static readonly CollapseEvidence s_worse = new() { ValidationError = 0.3, ReferenceError = 0.2, ErrorUncertainty = 0.02 };
    private static readonly CollapseEvidence s_noWorse = s_worse with { ValidationError = 0.215 };

    [TestMethod]
    public void A_healthy_network_has_no_findings()
    {
        CollapseReport judged = HandMade.Healthy.Judged();
        Assert.IsEmpty(judged.Findings);
        Assert.AreEqual(CollapseVerdict.Healthy, judged.Verdict);
    }

    [TestMethod]
    [DataRow(10.1, CollapseVerdict.Healthy)]
    [DataRow(9.9, CollapseVerdict.Reduced)]
    [DataRow(1.0, CollapseVerdict.Reduced)]
    [DataRow(0.0, CollapseVerdict.Reduced)]
    public void Low_rank_alone_is_capacity_control(double rank, CollapseVerdict expected) =>
        Assert.AreEqual(expected, HandMade.Healthy.WithLast(rank).Judged().Verdict);

    [TestMethod]
    public void The_sentence_says_what_is_gone_against_the_random_network()
    {
        CollapseFinding finding = HandMade.Healthy.WithLast(9).Judged().Findings.Single();
        Assert.AreEqual(
            "Layer linear2 uses 9 of the 40 effective directions that a random network has (ratio 0.23 below 0.25); no second sign, " +
            "so this is capacity control.", finding.Sentence);
        Assert.AreEqual(("linear2", nameof(CollapseThresholds.EffectiveRankRatio), 9.0 / 40, 0.25),
            (finding.Layer, finding.Measure, finding.Value, finding.Threshold));
    }

    [TestMethod]
    [DataRow(40, 0, CollapseVerdict.Reduced)]
    [DataRow(0, 40, CollapseVerdict.Reduced)]
    [DataRow(20, 20, CollapseVerdict.Healthy)]
    public void Wasted_units_alone_are_reduced_capacity(int dead, int twins, CollapseVerdict expected) =>
        Assert.AreEqual(expected, HandMade.Healthy.WithLast(38, dead, twins).Judged().Verdict);

    [TestMethod]
    [DataRow(4.0, 40, 0, CollapseVerdict.Collapsed)]
    [DataRow(4.0, 0, 40, CollapseVerdict.Collapsed)]
    [DataRow(4.0, 20, 20, CollapseVerdict.Reduced)]
    [DataRow(5.0, 40, 40, CollapseVerdict.Reduced)]
    public void Wasted_units_are_collapse_where_the_rank_is_below_what_the_classes_need(
        double rank, int dead, int twins, CollapseVerdict expected) =>
        Assert.AreEqual(expected, HandMade.Healthy.WithLast(rank, dead, twins).Judged().Verdict);

    [TestMethod]
    public void Wasted_units_are_spare_where_the_network_shows_that_nothing_is_lost()
    {
        CollapseReport report = HandMade.Healthy.WithLast(4, twins: 40);
        foreach (CollapseEvidence evidence in new[] { s_noWorse, s_fitted })
        {
            CollapseReport judged = (report with { Evidence = evidence }).Judged();
            Assert.AreEqual(CollapseVerdict.Reduced, judged.Verdict);
            StringAssert.Contains(judged.Findings[0].Sentence, "needs no more");
        }
    }

    [TestMethod]
    public void Two_classes_or_a_number_need_one_direction_which_twins_do_not_take_away()
    {
        CollapseReport report = HandMade.Healthy.WithLast(1, twins: 63);
        Assert.AreEqual(CollapseVerdict.Collapsed, report.Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Reduced, (report with { Classes = 2 }).Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Reduced, (report with { Classes = null }).Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Collapsed, (report.WithLast(0, dead: 64) with { Classes = 2 }).Judged().Verdict);
    }

    [TestMethod]
    public void A_constant_network_has_collapsed()
    {
        CollapseReport judged = (HandMade.Healthy.WithLast(1) with { Classes = 2, Evidence = s_stopped }).Judged();
        Assert.AreEqual(CollapseVerdict.Collapsed, judged.Verdict);
        CollectionAssert.AreEqual(new[] { nameof(CollapseThresholds.EffectiveRankRatio), nameof(CollapseThresholds.LossReduction) },
            judged.Findings.Select(finding => finding.Measure).ToArray());
    }

    [TestMethod]
    public void A_network_that_learned_nothing_with_its_capacity_intact_is_not_collapsed()
    {
        CollapseFinding finding = (HandMade.Healthy with { Evidence = s_stopped }).Judged().Findings.Single();
        Assert.AreEqual(CollapseVerdict.Reduced, finding.Verdict);
        StringAssert.Contains(finding.Sentence, "no layer has lost capacity");
    }

    [TestMethod]
    public void Low_rank_with_an_error_above_the_references_is_collapse()
    {
        CollapseReport low = HandMade.Healthy.WithLast(5);
        Assert.AreEqual(CollapseVerdict.Collapsed, (low with { Evidence = s_worse }).Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Reduced, (low with { Evidence = s_noWorse }).Judged().Verdict);
    }

    [TestMethod]
    public void An_error_above_the_references_alone_has_many_causes_and_is_no_finding() =>
        Assert.IsEmpty((HandMade.Healthy with { Evidence = s_worse }).Judged().Findings);

    [TestMethod]
    [DataRow(0.279, CollapseVerdict.Reduced)]
    [DataRow(0.281, CollapseVerdict.Collapsed)]
    public void An_unknown_uncertainty_is_a_tenth_of_the_reference(double error, CollapseVerdict expected) => Assert.AreEqual(expected,
        (HandMade.Healthy.WithLast(5) with { Evidence = new() { ValidationError = error, ReferenceError = 0.2 } }).Judged().Verdict);

    [TestMethod]
    public void A_difference_that_is_sure_but_small_does_not_matter()
    {
        CollapseReport report = HandMade.Healthy.WithLast(5);
        var evidence = new CollapseEvidence { ValidationError = 0.219, ReferenceError = 0.2, ErrorUncertainty = 0.001 };
        Assert.AreEqual(CollapseVerdict.Reduced, (report with { Evidence = evidence }).Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Collapsed, (report with { Evidence = evidence with { ValidationError = 0.221 } }).Judged().Verdict);
    }

    [TestMethod]
    public void A_reference_without_errors_and_uncertainty_says_nothing() => Assert.AreEqual(CollapseVerdict.Reduced,
        (HandMade.Healthy.WithLast(5) with { Evidence = new() { ValidationError = 0.01, ReferenceError = 0 } }).Judged().Verdict);

    [TestMethod]
    [DataRow(true, 0.3, 38.0, CollapseVerdict.Reduced)]
    [DataRow(true, 0.3, 5.0, CollapseVerdict.Collapsed)]
    [DataRow(true, 0.09, 5.0, CollapseVerdict.Reduced)]
    [DataRow(false, 0.3, 38.0, CollapseVerdict.Healthy)]
    [DataRow(false, 0.3, 5.0, CollapseVerdict.Reduced)]
    public void Ignored_features_count_where_the_label_depends_on_them(
        bool isNeeded, double correlation, double rank, CollapseVerdict expected) =>
        Assert.AreEqual(expected,
            (HandMade.Healthy.WithLast(rank) with { IgnoredFeatures = [HandMade.Ignored(isNeeded, correlation)] }).Judged().Verdict);

    [TestMethod]
    public void Ignored_features_were_not_needed_where_the_network_shows_that_nothing_is_lost()
    {
        CollapseReport report = HandMade.Healthy.WithLast(5) with { IgnoredFeatures = [HandMade.Ignored(true)] };
        Assert.AreEqual(CollapseVerdict.Reduced, (report with { Evidence = s_fitted }).Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Reduced, (report with { Evidence = s_noWorse }).Judged().Verdict);
    }

    [TestMethod]
    public void An_error_that_is_neither_surely_worse_nor_no_worse_excuses_nothing()
    {
        CollapseReport report = HandMade.Healthy.WithLast(4, twins: 40) with { Evidence = s_worse with { ValidationError = 0.235 } };
        Assert.AreEqual(CollapseVerdict.Collapsed, report.Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Reduced, report.WithLast(5).Judged().Verdict);
    }

    [TestMethod]
    public void Ignored_features_are_named()
    {
        CollapseReport report = HandMade.Healthy with
        {
            IgnoredFeatures = [HandMade.Ignored(true), HandMade.Ignored(true, null, null), HandMade.Ignored(true), HandMade.Ignored(true)],
        };
        StringAssert.Contains(report.Judged().Findings.Single().Sentence,
            "ignores 4 feature(s) that the label depends on: age, number 4, age and 1 more");
    }
}
