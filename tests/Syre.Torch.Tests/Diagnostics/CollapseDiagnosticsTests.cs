using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.Torch.Tests.Diagnostics;

/// <summary>The whole report of a module, its random baseline, and what is left as it was.</summary>
[TestClass]
public sealed class CollapseDiagnosticsTests
{
    [NoTensorLeaks]
    public void The_network_is_left_as_it_was_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Networks.Convolutional();
        network.train();
        Child(network, 1).eval();
        network.call(randn(8, 2, 10, 10));
        float[][] before = State(network);
        CollapseReport report =
            CollapseDiagnostics.Measure(network, randn(40, 2, 10, 10), options: new CollapseProbeOptions { BatchRows = 16 });
        float[][] after = State(network);
        for (int i = 0; i < before.Length; i++)
            CollectionAssert.AreEqual(before[i], after[i]);
        Assert.IsTrue(network.training && Child(network, 0).training && !Child(network, 1).training);
        CollectionAssert.AreEqual(new[] { "0", "4", "7" }, report.Layers.Select(layer => layer.Name).ToArray());
        CollectionAssert.AreEqual(new long[] { 40 * 16, 40 * 4, 40 }, report.Layers.Select(layer => layer.Rows).ToArray());
        Assert.AreEqual(40, report.Rows);
        Assert.IsEmpty(report.Findings);
    }

    [NoTensorLeaks]
    public void Torchs_own_random_numbers_are_neither_read_nor_moved()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Sequential(Linear(3, 8), ReLU(), Linear(8, 1));
        Tensor x = Layers.Normal(1, 30, 3);
        manual_seed(5);
        float[] expected = Numbers.Of(rand(4));
        manual_seed(5);
        CollapseReport first = CollapseDiagnostics.Measure(network, x);
        CollectionAssert.AreEqual(expected, Numbers.Of(rand(4)));
        CollapseReport second = CollapseDiagnostics.Measure(network, x);
        CollapseReport other = CollapseDiagnostics.Measure(network, x, options: new CollapseProbeOptions { Seed = 1 });
        double Baseline(CollapseReport report) => report.Layers[0].Baseline!.Centred.EffectiveRank;
        Assert.AreEqual(Baseline(first), Baseline(second));
        Assert.AreNotEqual(Baseline(first), Baseline(other));
    }

    [NoTensorLeaks]
    public void The_baseline_is_a_fresh_network_and_not_this_one()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Sequential(Linear(8, 40), BatchNorm1d(40), ReLU(), Linear(40, 40), Tanh(), Linear(40, 2));
        Tensor x = Layers.Normal(1, 500, 8);
        foreach (LayerReport layer in CollapseDiagnostics.Measure(network, x).Layers)
        {
            Assert.AreEqual(1, layer.EffectiveRankRatio, 0.15, "this one is fresh too");
            double fanIn = layer.Name == "0" ? 8 : 40;
            double squares = layer.Baseline!.Weights!.SingularValues.Sum(s => s * (double)s);
            Assert.AreEqual(1 / (3 * fanIn), squares / (40 * fanIn), 0.1 / (3 * fanIn), "uniform in ±1/√inputs");
        }
        using (no_grad())
        {
            Tensor w =
                network.get_parameter("3.weight")!, mean = network.get_buffer("1.running_mean")!, gain = network.get_parameter("1.weight")!;
            w.copy_(outer(w.select(1, 0), w.select(0, 0)));
            mean.fill_(50);
            gain.fill_(0.3f);
        }
        CollapseReport collapsed = CollapseDiagnostics.Measure(network, x);
        Assert.AreEqual(1, collapsed.Layers[1].Measured.Weights!.NumericalRank);
        Assert.HasCount(40, collapsed.Layers[0].Measured.Units.DeadShare == 1 ? collapsed.Layers[0].Measured.Units.Dead : [],
            "the norm kills all");
        Assert.IsLessThan(0.1, collapsed.Layers[0].Baseline!.Units.DeadShare);
        Assert.IsGreaterThan(10, collapsed.Layers[1].Baseline!.Centred.EffectiveRank);
        Assert.IsLessThan(0.1, collapsed.Layers[1].EffectiveRankRatio);
    }

    [NoTensorLeaks]
    public void Layers_of_ones_own_and_attention_get_a_baseline_of_default_size()
    {
        using var scope = NewDisposeScope();
        using var own = new Networks.Graph(
            (net, x) =>
                net["b"].call(net["a"].call(x).relu()), ("a", new Networks.ScaledLinear(50, 60)), ("b", new Networks.ScaledLinear(60, 2)));
        LayerMeasures baseline = CollapseDiagnostics.Measure(own, Layers.Normal(1, 100, 50)).Layers[0].Baseline!;
        Assert.AreEqual(60 / 3.0, baseline.Weights!.SingularValues.Sum(s => s * (double)s), 1e-3);

        using Networks.Graph attention = Networks.WithMultiheadAttention();
        float[][] before = State(attention);
        CollapseReport report = CollapseDiagnostics.Measure(attention, randn(50, 3, 5));
        Assert.IsTrue(report.Layers.All(layer => layer.Baseline is not null && layer.Measured.Mirrors is null));
        CollectionAssert.AreEqual(
            Spectrum.Measure(attention.get_parameter("attention.out_proj.weight")!).SingularValues.ToArray(),
            report.Layers[1].Measured.Weights!.SingularValues.ToArray(), "the output projection wrote what is read");
        CollectionAssert.AreEqual(before.SelectMany(x => x).ToArray(), State(attention).SelectMany(x => x).ToArray());
    }

    [NoTensorLeaks]
    public void Batches_do_not_matter_and_a_baseline_can_be_used_again()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Sequential(Linear(4, 10), ReLU(), Linear(10, 3));
        Tensor x = Layers.Normal(1, 100, 4), y = randint(0, 3, 100, ScalarType.Int64);
        var options = new CollapseProbeOptions { Classes = 3 };
        CollapseReport whole = CollapseDiagnostics.Measure(network, x, y, options);
        CollapseReport random = whole with { Layers = [.. whole.Layers.Select(layer => layer with { Measured = layer.Baseline! })] };
        CollapseReport parts = CollapseDiagnostics.Measure(network, x, y, options with { BatchRows = 7 }, random);
        LayerMeasures a = whole.Layers[0].Measured, b = parts.Layers[0].Measured;
        Assert.AreEqual(a.Centred.EffectiveRank, b.Centred.EffectiveRank, 1e-5);
        Assert.AreEqual(a.Uncentred.StableRank, b.Uncentred.StableRank, 1e-5);
        CollectionAssert.AreEqual(a.Units.Dead.ToArray(), b.Units.Dead.ToArray());
        Assert.AreEqual(whole.NeuralCollapse!.WithinClassVariability, parts.NeuralCollapse!.WithinClassVariability,
            1e-4 * whole.NeuralCollapse.WithinClassVariability);
        Assert.AreEqual(whole.NeuralCollapse.NearestMeanDisagreement, parts.NeuralCollapse.NearestMeanDisagreement);
        Assert.AreSame(whole.Layers[0].Baseline, parts.Layers[0].Baseline);
        Assert.ThrowsExactly<ArgumentException>(() => CollapseDiagnostics.Measure(network, x, baseline: random with { Layers = [] }));
    }

    [NoTensorLeaks]
    public void What_cannot_be_measured_is_refused()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Sequential(Linear(4, 10), ReLU(), Linear(10, 3));
        Assert.ThrowsExactly<InvalidOperationException>(() => CollapseDiagnostics.Measure(network, zeros(0, 4)));
        Assert.ThrowsExactly<ArgumentException>(() => CollapseDiagnostics.Measure(network, zeros(5, 4), zeros(6)));
        Assert.ThrowsExactly<ArgumentException>(() =>
            CollapseDiagnostics.Measure(network, zeros(5, 4), full([5], 3L, ScalarType.Int64), new CollapseProbeOptions { Classes = 3 }));
        var bad = new CollapseProbeOptions { Name = " ", Classes = 1, TwinThreshold = 1, BatchRows = 0 };
        string message = Assert.ThrowsExactly<ArgumentException>(bad.Validate).Message;
        foreach (string part in new[] { "4 violation(s)", "Name", "Classes is 1", "TwinThreshold is 1", "BatchRows is 0" })
            Assert.Contains(part, message);
    }

    [NoTensorLeaks]
    public void A_network_without_hidden_layers_has_an_empty_report()
    {
        using var scope = NewDisposeScope();
        using Linear network = Linear(4, 3);
        CollapseReport report = CollapseDiagnostics.Measure(
            network, Layers.Normal(1, 20, 4), zeros(20, ScalarType.Int64), new CollapseProbeOptions { Classes = 3 });
        Assert.IsEmpty(report.Layers);
        Assert.AreEqual(20, report.Rows);
    }

    private static Module Child(Sequential network, int index) => (Module)network[index];

    private static float[][] State(Module network) =>
        [.. network.state_dict().Values.Select(value => value.to(ScalarType.Float32)).Select(Numbers.Of)];
}
