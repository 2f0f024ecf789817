using CsCheck;

namespace Syre.Torch.Tests.Diagnostics.Judging;

[TestClass]
public sealed class CollapseJudgeLimitsTests
{
    [TestMethod]
    public void Neural_collapse_and_its_twins_are_benign_in_the_last_layer()
    {
        // Ten classes in 64 ReLU units: nine directions, and the units that code the same class are twins.
        CollapseReport report = HandMade.Healthy.WithLast(9, twins: 54) with { NeuralCollapse = HandMade.NeuralCollapse() };
        Assert.IsEmpty(report.Judged().Findings);
        StringAssert.Contains(report.Judged().Summary, "tells the classes apart with it: 0% of the rows are wrong");
    }

    [TestMethod]
    public void Neural_collapse_excuses_neither_errors_nor_other_layers_nor_a_rank_below_the_classes()
    {
        CollapseReport report = HandMade.Healthy.WithLast(9, twins: 54);
        Assert.AreEqual(CollapseVerdict.Reduced,
            (report with { NeuralCollapse = HandMade.NeuralCollapse(trainingError: 0.03) }).Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Reduced,
            (report with { NeuralCollapse = HandMade.NeuralCollapse(disagreement: 0.03) }).Judged().Verdict);
        CollapseReport collapsed = report with { NeuralCollapse = HandMade.NeuralCollapse() };
        Assert.AreEqual(CollapseVerdict.Reduced, (collapsed with { Layers = [.. report.Layers.Reverse()] }).Judged().Verdict);
        Assert.AreEqual(CollapseVerdict.Collapsed, collapsed.WithLast(4, twins: 54).Judged().Verdict);
    }

    [TestMethod]
    [DataRow(0.0, 63, CollapseVerdict.Collapsed)]
    [DataRow(3e-3, 63, CollapseVerdict.Reduced)]
    [DataRow(0.0, 40, CollapseVerdict.Reduced)]
    public void Live_copies_are_collapse_whatever_the_target_needs(double medianExchange, int twins, CollapseVerdict expected)
    {
        CollapseReport report = HandMade.Healthy.WithLast(1, twins: twins).WithMirrors(medianExchange) with { Classes = 2 };
        Assert.AreEqual(expected, report.Judged().Verdict);
        Assert.AreEqual(
            expected == CollapseVerdict.Collapsed,
            report.Judged().Recommendation?.Contains("SyrePreset.Rescue", StringComparison.Ordinal) == true);
        Assert.AreEqual(CollapseVerdict.Reduced, (report with { Evidence = new() { Loss = 0.1, ConstantLoss = 0.69 } }).Judged().Verdict);
    }

    [TestMethod]
    public void Units_no_larger_than_θ0_are_lost_capacity_whatever_the_rank()
    {
        CollapseReport report = HandMade.Healthy.WithVanishing(40).WithStaticBias();
        CollapseFinding finding = report.Judged().Findings.Single();
        Assert.AreEqual((CollapseVerdict.Reduced, nameof(CollapseThresholds.VanishingShare)), (finding.Verdict, finding.Measure));
        StringAssert.Contains(finding.Sentence,
            "40 of 64 units no larger than θ0 or a tenth of its largest, a share of 0.63 above 0.5, so its rank is that of θ0");
        Assert.AreEqual(CollapseVerdict.Collapsed,
            (report with { Evidence = report.Evidence with { Loss = 2.3, ConstantLoss = 2.302 } }).Judged().Verdict);
        Assert.IsEmpty(HandMade.Healthy.WithVanishing(40).Judged().Findings, "not trained with syre");
        Assert.IsEmpty(HandMade.Healthy.WithVanishing(30).Judged().Findings);
    }

    [TestMethod]
    public void A_unit_more_than_the_random_network_has_is_chance_in_a_narrow_layer()
    {
        CollapseReport Narrow(int dead) => HandMade.Healthy with
        {
            Layers = [HandMade.Layer("linear1") with
            {
                Width = 4,
                Measured = HandMade.Measures(38) with { Units = new UnitMeasures { Width = 4, Dead = [.. Enumerable.Range(0, dead)] } },
                Baseline = HandMade.Measures(40) with { Units = new UnitMeasures { Width = 4 } },
            }],
        };
        Assert.IsEmpty(Narrow(1).Judged().Findings);
        Assert.HasCount(1, Narrow(2).Judged().Findings);
    }

    [TestMethod]
    public void Without_a_random_baseline_nothing_is_called_collapsed()
    {
        var evidence = new CollapseEvidence { Loss = 1, ConstantLoss = 1, ValidationError = 2, ReferenceError = 1 };
        Assert.IsEmpty(HandMade.Column(7).Judged().Findings);
        CollapseReport judged = (HandMade.Column(1, dead: 30, twins: 30) with { Evidence = evidence, Classes = 10 }).Judged();
        Assert.AreEqual(CollapseVerdict.Reduced, judged.Verdict);
        CollectionAssert.IsSubsetOf(
            new[]
            {
                "Column Embedding uses 1 of at most 64 effective directions (share 0.02 below 0.1).",
                "Column Embedding has 30 of 64 units dead or constant, a share of 0.47 above 0.3.",
            },
            judged.Findings.Select(finding => finding.Sentence).ToArray());
    }

    [TestMethod]
    public void Of_too_few_rows_no_rank_is_judged_and_the_report_says_so()
    {
        CollapseReport report = HandMade.Healthy with { Layers = [HandMade.Layer("linear1", rank: 1) with { Rows = 127 }] };
        CollapseReport judged = report.Judged();
        Assert.AreEqual(CollapseVerdict.Healthy, judged.Verdict);
        StringAssert.Contains(judged.Findings.Single().Sentence,
            "only 127 rows of activations, so its rank is not judged; measure on at least 128");
        StringAssert.Contains(judged.Summary, "not judged");
    }

    [TestMethod]
    [DataRow(8, CollapseVerdict.Healthy)]
    [DataRow(3, CollapseVerdict.Reduced)]
    [DataRow(0, CollapseVerdict.Collapsed)]
    public void Latents_that_depend_on_nothing_are_posterior_collapse(int active, CollapseVerdict expected)
    {
        float[] variance = [.. Enumerable.Range(0, 8).Select(i => i < active ? 1f : 0f)];
        var latents = new LatentReport { Threshold = 0.01, MeanVariance = variance, KullbackLeibler = variance };
        Assert.AreEqual(expected, (HandMade.Healthy with { Latents = latents }).Judged().Verdict);
    }

    [TestMethod]
    public void Judging_again_changes_nothing()
    {
        var strict = new CollapseThresholds { EffectiveRankRatio = 0.99 };
        CollapseReport once = HandMade.Healthy.Judged(strict);
        Assert.AreSame(strict, once.Thresholds);
        Assert.HasCount(2, once.Findings);
        CollectionAssert.AreEqual(once.Findings.ToArray(), once.Judged().Findings.ToArray());
        Assert.IsEmpty(once.Judged(new()).Findings);
    }

    [TestMethod]
    public void The_gravest_finding_comes_first_and_makes_the_summary()
    {
        CollapseReport report =
            HandMade.Healthy with { Layers = [HandMade.Layer("linear1", dead: 40), HandMade.Layer("linear2", 4, dead: 40)] };
        CollapseReport judged = report.Judged();
        CollectionAssert.AreEqual(
            new[] { CollapseVerdict.Collapsed, CollapseVerdict.Reduced, CollapseVerdict.Reduced },
            judged.Findings.Select(finding => finding.Verdict).ToArray());
        Assert.AreEqual(
            "Collapsed: Layer linear2 uses 4 of the 40 effective directions that a random network has (ratio 0.10 below 0.25), too few " +
            "for the 9 that the target needs, and 61 % of its units are wasted: collapse; 2 more finding(s).", judged.Summary);
        Assert.AreEqual("Healthy: each layer of network has at least 0.95 times the effective rank of a random network.",
            HandMade.Healthy.Judged().Summary);
    }

    [TestMethod]
    public void A_report_of_nothing_is_healthy()
    {
        CollapseReport judged = new CollapseReport { Name = "nothing", Rows = 0, Layers = [] }.Judged();
        Assert.AreEqual("Healthy: there is no hidden layer, and so no rank to lose.", judged.Summary);
    }

    [TestMethod]
    public void A_loss_that_is_no_number_has_learned_nothing()
    {
        var evidence = new CollapseEvidence { Loss = double.NaN, ConstantLoss = 1 };
        CollapseFinding finding = (HandMade.Healthy with { Evidence = evidence }).Judged().Findings.Single();
        Assert.AreEqual((nameof(CollapseThresholds.LossReduction), 0.0), (finding.Measure, finding.Value));
    }

    [TestMethod]
    public void Judging_survives_what_is_not_a_number()
    {
        Gen<double> number = Gen.OneOf(
            Gen.Double, Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity), Gen.Const(0.0));
        Gen.Select(number, number, number, number, number).Sample((rank, baseline, loss, constant, error) =>
        {
            CollapseReport report = HandMade.Healthy with
            {
                Layers = [HandMade.Layer("linear1", rank, baseline)],
                Evidence = new()
                {
                    Loss = loss, ConstantLoss = constant, ValidationError = error, ReferenceError = loss, ErrorUncertainty = constant,
                },
                NeuralCollapse = HandMade.NeuralCollapse(error, rank),
                IgnoredFeatures = [HandMade.Ignored(true, error)],
            };
            Assert.IsNotEmpty(report.Judged().Summary);
        });
    }
}
