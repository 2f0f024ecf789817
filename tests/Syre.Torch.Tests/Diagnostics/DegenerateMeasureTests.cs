using CsCheck;
using Syre.Torch.Diagnostics.Measures;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.Torch.Tests.Diagnostics;

/// <summary>No measurement ends what it measures: whatever rows and network are like, there is a report, and
/// it says what it lacks.</summary>
[TestClass]
public sealed class DegenerateMeasureTests
{
    private static readonly string[] s_kinds =
    [
        "normal", "zeros", "ones", "one column", "duplicates", "huge", "tiny", "NaN", "infinity", "one NaN",
    ];

    private static readonly string[] s_activations = ["relu", "tanh", "log"];

    [NoTensorLeaks]
    public void Random_tiny_networks_on_degenerate_rows_always_have_a_report() => Gen.Select(
        Gen.Int[1, 4].Array[0, 3], Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[0, s_kinds.Length - 1], Gen.Int[0, 2],
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 1_000_000])).Sample(
        (widths, rows, outputs, number, function, more) =>
        {
            (string kind, string activation) = (s_kinds[number], s_activations[function]);
            (int classes, bool isSyre, int seed) = more;
            using var scope = NewDisposeScope();
            Tensor x = Rows(kind, rows, 3, seed);
            using Sequential network = Network(widths, 3, outputs, activation);
            Tensor? targets = classes switch
            {
                0 => null,
                1 => zeros(rows, ScalarType.Int64),
                2 => full([rows], outputs - 1, ScalarType.Int64),
                _ => Layers.Normal(seed + 1, rows, outputs),
            };
            var options = new CollapseProbeOptions { Classes = classes is 1 or 2 && outputs > 1 ? outputs : null, Seed = seed };
            CollapseReport report =
                CollapseDiagnostics.Measure(network, x, targets, options, staticBiasSize: isSyre ? _ => 0.1 : null).Judged();
            Assert.AreEqual(report.ToString(), CollapseReport.FromJson(report.ToJson()).ToString());
            StringAssert.StartsWith(report.Summary, report.Verdict == CollapseVerdict.NotJudged ? "Not judged: " : $"{report.Verdict}: ");
            foreach (LayerReport layer in report.Layers.Where(layer => !layer.Measured.Centred.IsMeasured))
            {
                Assert.IsTrue(report.NotMeasured.Any(missing => missing.Layer == layer.Name && missing.Reason.Length > 10),
                    report.ToString());
            }

            return true;
        }, iter: 300, threads: 1);

    [NoTensorLeaks]
    public void Activations_that_are_not_finite_are_named_with_their_layer_and_the_others_are_measured()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Network([4, 3], 3, 2, "relu");
        using var probe = new CollapseProbe(
        [
            new ObservedLayer { Name = "first", Kind = "Linear", Width = 3 },
            new ObservedLayer { Name = "second", Kind = "Linear", Width = 3 },
        ], new CollapseProbeOptions { Classes = 2 });
        Tensor good = Layers.Normal(1, 20, 3), bad = good.clone();
        bad[7, 1] = float.NaN;
        probe.Add(new Observation
        {
            Activations = [good, bad], Outputs = good.narrow(1, 0, 2), Targets = good.narrow(1, 0, 1).gt(0).to(ScalarType.Int64),
        });
        CollapseReport report = probe.Report();
        Assert.IsGreaterThan(1.0, report.Layers[0].Measured.Centred.EffectiveRank);
        Assert.IsFalse(report.Layers[1].Measured.Centred.IsMeasured);
        Assert.AreEqual(double.NaN, report.Layers[1].Measured.Units.DeadShare);
        NotMeasured missing = report.NotMeasured.Single();
        Assert.AreEqual(("Activations", "second"), (missing.Measure, missing.Layer));
        StringAssert.Contains(missing.Reason, "not finite");
        CollapseReport judged = report.Judged();
        Assert.AreEqual(CollapseVerdict.NotJudged, judged.VerdictOf("second"));
        string row = judged.ToString().Split('\n').First(line => line.StartsWith("second", StringComparison.Ordinal));
        StringAssert.EndsWith(row, "not judged");
        Assert.DoesNotContain("NaN", row);
        StringAssert.Contains(judged.ToString(), $"Not measured:\n- {missing.Sentence}");
        StringAssert.Contains(judged.ToMarkdown(), "**not measured**");
    }

    [NoTensorLeaks]
    public void Each_measure_that_throws_is_named_and_all_others_are_measured()
    {
        using var scope = NewDisposeScope();
        List<(string, string?)> measures = [];
        CollapseReport whole = Measured(new MeasureLog((measure, layer) => measures.Add((measure, layer))));
        Assert.IsEmpty(whole.NotMeasured);
        CollectionAssert.AreEquivalent(
            new[]
            {
                "Activations", "Centred", "Uncentred", "Weights", "WeightGeometry", "Units", "Vanishing", "Duplicates", "Mirrors",
                    "Similarity",
                "SymmetryGap", "IgnoredFeatures", "ResidualCorrelation", "NeuralCollapse",
            },
            measures.Select(measure => measure.Item1).Distinct().ToArray(), "every measure is behind the boundary");
        foreach ((string failing, string? layer) in measures.Distinct())
        {
            CollapseReport report = Measured(new MeasureLog((measure, of) =>
            {
                if ((measure, of) == (failing, layer))
                    throw new InvalidOperationException("Made to fail.\nat a line nobody reads");
            }));
            Assert.AreEqual(new NotMeasured(failing, layer, "Made to fail."), report.NotMeasured.Single());
            Assert.HasCount(2, report.Layers);
            LayerReport other = report.Layers.First(found => found.Name != layer);
            LayerReport same = whole.Layers.First(found => found.Name == other.Name);
            Assert.AreEqual(same.Measured.Centred.EffectiveRank, other.Measured.Centred.EffectiveRank);
            Assert.AreEqual(same.Measured.Units.DeadShare, other.Measured.Units.DeadShare);
            Assert.AreEqual(failing == "NeuralCollapse" || (failing, layer) == ("Activations", "two"), report.NeuralCollapse is null);
            _ = report.Judged().ToString();
        }
    }

    [TestMethod]
    public void Running_out_of_memory_and_cancellation_pass_the_boundary()
    {
        var log = new MeasureLog();
        Assert.ThrowsExactly<OutOfMemoryException>(() => log.Try("Centred", null, () => throw new OutOfMemoryException()));
        Assert.ThrowsExactly<OperationCanceledException>(() => log.Try("Centred", null, () => throw new OperationCanceledException()));
        Assert.IsEmpty(log.NotMeasured);
    }

    [NoTensorLeaks]
    public void A_module_that_cannot_be_observed_has_a_report_without_layers_that_is_not_judged()
    {
        using var scope = NewDisposeScope();
        // The hidden layer is read on the first call only.
        int calls = 0;
        using Networks.Graph network = new(
            (net, x) => calls++ < 2 ? net["b"].call(net["a"].call(x).relu()) : x.narrow(1, 0, 2), ("a", Linear(5, 7)), ("b", Linear(7, 2)));
        CollapseReport report = CollapseDiagnostics.Measure(network, Layers.Normal(1, 30, 5)).Judged();
        Assert.AreEqual(CollapseVerdict.NotJudged, report.Verdict);
        Assert.IsTrue(report.NotMeasured.Any(missing => missing.Measure == "Layers"), report.ToString());
        StringAssert.StartsWith(report.Summary, "Not judged: Layers was not measured: ");
    }

    [NoTensorLeaks]
    public void A_layer_without_inputs_has_defined_measures()
    {
        using var scope = NewDisposeScope();
        LayerMeasures found = Layers.Measure(ones(5, 3), zeros(3, 0), staticBiasSize: 0.1);
        Assert.AreEqual(0.0, found.Weights!.EffectiveRank);
        Assert.IsEmpty(found.Units.Vanishing);
        Assert.AreEqual(double.NaN, WeightGeometry.Median([]));
        Assert.AreEqual(2.0, WeightGeometry.Median([3, 1]));
    }

    private static CollapseReport Measured(MeasureLog log)
    {
        Tensor inputs = Layers.Normal(1, 60, 4), first = Layers.Normal(2, 60, 5), second = Layers.Normal(3, 60, 3);
        Tensor w1 = Layers.Normal(4, 5, 4), w2 = Layers.Normal(5, 3, 5), w3 = Layers.Normal(6, 2, 3);
        w1[TensorIndex.Colon, 2] = zeros(5);
        using var probe = new CollapseProbe(
        [
            new ObservedLayer
            {
                Name = "one", Kind = "Linear", Width = 5, Incoming = w1, Outgoing = w2,
                    Parameters = [new UnitParameters(w1, 0), new UnitParameters(w2, 1)],
            },
            new ObservedLayer { Name = "two", Kind = "Linear", Width = 3, Incoming = w2, Outgoing = w3 },
        ], new CollapseProbeOptions { Classes = 2, Loss = () => w1.square().sum().item<float>() }, log);
        probe.Add(new Observation
        {
            Activations = [first, second], Inputs = inputs, Outputs = second.narrow(1, 0, 2),
            Targets = inputs.narrow(1, 0, 1).gt(0).to(ScalarType.Int64).reshape(-1),
        });
        return probe.Report();
    }

    private static Tensor Rows(string kind, int rows, int columns, int seed)
    {
        Tensor x = Layers.Normal(seed, rows, columns);
        switch (kind)
        {
            case "zeros": return zeros_like(x);
            case "ones": return ones_like(x);
            case "one column": x[TensorIndex.Colon, 0] = ones(rows); break;
            case "duplicates": return x.narrow(0, 0, 1).repeat(rows, 1);
            case "huge": return x * 1e37;
            case "tiny": return x * 1e-38;
            case "NaN": return full_like(x, float.NaN);
            case "infinity": return full_like(x, float.PositiveInfinity);
            case "one NaN": x[rows - 1, columns - 1] = float.NaN; break;
        }
        return x;
    }

    private static Sequential Network(int[] widths, int inputs, int outputs, string activation)
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        int before = inputs;
        foreach ((int index, int width) in widths.Index())
        {
            modules.Add(($"linear{index}", Linear(before, width)));
            // The logarithm of a negative sum is not a number, that of zero is infinite.
            modules.Add(($"activation{index}", activation switch { "relu" => ReLU(), "tanh" => Tanh(), _ => new Logarithm() }));
            before = width;
        }
        modules.Add(("output", Linear(before, outputs)));
        return Sequential(modules);
    }

    private sealed class Logarithm() : Module<Tensor, Tensor>(nameof(Logarithm))
    {
        public override Tensor forward(Tensor input) => input.log();
    }
}
