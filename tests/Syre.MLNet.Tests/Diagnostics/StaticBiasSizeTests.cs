using Microsoft.ML;
using Syre.MLNet.Networks;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>
/// Trainers measure the sign that decay has won over what was learned: units no larger than θ0, in the unit of the weights.
/// </summary>
[TestClass]
public sealed class StaticBiasSizeTests
{
    private const double Sigma0 = 0.3;

    [TestMethod]
    public void Units_that_all_sit_at_θ0_vanish_in_every_layer_and_units_as_they_begin_in_none()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var options = new SyreNetworkOptions { HiddenLayers = [32, 24], ParametricActivation = false };
        using ScoringNetwork network = TabularSpec.Of(options, Activation.Selu, 40, 2).Create(new NetworkMaking(CPU, Seed: 1));
        network.Sigma0 = Sigma0;
        using var generator = new Generator(1, CPU);
        // A learned scale of features is part of the first layer's weights, and so of θ0 in them.
        network.get_parameter("stage1.linear.scale")!.fill_(5);
        Fill(network, generator, 1);
        AssertVanishing(network.DescribeHidden(), 0);
        Fill(network, generator, Sigma0);
        AssertVanishing(network.DescribeHidden(), 1);
        AssertVanishing([.. network.DescribeHidden().Select(layer => layer with { StaticBiasSize = null })], 0);
    }

    [TestMethod]
    public void Texts_have_the_same_sign()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using ScoringNetwork network = new TextSpec(50, 16, 1, Entries: 5).Create(new NetworkMaking(CPU, Seed: 1));
        network.Sigma0 = Sigma0;
        using var generator = new Generator(1, CPU);
        Fill(network, generator, 1);
        AssertVanishing(network.DescribeHidden(), 0);
        Fill(network, generator, Sigma0);
        AssertVanishing(network.DescribeHidden(), 1);
    }

    [TestMethod]
    public void Trained_networks_have_the_size_with_syre_only_and_few_units_of_healthy_ones_vanish()
    {
        using SyreNetworkTransformer plain = Small.FitBinary(
            Small.Options with { Epochs = 2, Syre = TrainerDefaults.Syre with { Mode = DecayMode.Plain } });
        // One unit or another of a small network may be superfluous; that is no sign.
        int units = 0, vanishing = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            using SyreNetworkTransformer syre = Small.FitBinary(Small.Options with { Epochs = 40, Seed = seed });
            Assert.IsTrue(syre.Report.Layers.All(layer => layer.StaticBiasSize > 0));
            Assert.IsTrue(syre.Report.Verdict < CollapseVerdict.Collapsed, syre.Report.Summary);
            units += syre.Report.Layers.Sum(layer => layer.Width);
            vanishing += syre.Report.Layers.Sum(layer => layer.Measured.Units.Vanishing.Count);
        }
        Assert.IsLessThan(0.1, (double)vanishing / units);
        Assert.IsTrue(plain.Report.Layers.All(layer => layer.StaticBiasSize is null));
        using SyreTextClassificationTransformer text = new MLContext(1).BinaryClassification.Trainers.SyreTextClassification(
            SmallText.Options with { Epochs = 20 })
            .Fit(TextData.Binary(new MLContext(1)));
        Assert.AreEqual(Sigma0 * TextNetwork.EmbeddingGain, text.Report.Layers[0].StaticBiasSize!.Value, 1e-6);
        Assert.IsEmpty(text.Report.Layers[0].Measured.Units.Vanishing);
    }

    [TestMethod]
    public void Decay_that_wins_over_a_network_with_syre_is_found_by_the_trainer()
    {
        // No label to learn, and a decay that pulls every weight to θ0 within the training.
        var random = new Random(1);
        IDataView data = new MLContext(1).Data.LoadFromEnumerable(Enumerable.Range(0, 240).Select(_ => new Row
        {
            Features = [(float)random.NextDouble(), (float)random.NextDouble(), (float)random.NextDouble(), (float)random.NextDouble()],
            Label = random.Next(2) == 0,
        }).ToArray());
        SyreNetworkOptions options = Small.Options with
        {
            Epochs = 60,
            ScaleFeatures = true,
            ValidationFraction = 0,
            LearningRateSchedule = LearningRateSchedule.Constant,
            Syre = TrainerDefaults.Syre with { WeightDecay = 20, Sigma0 = 0.1 },
        };
        using SyreNetworkTransformer model = new MLContext(1).BinaryClassification.Trainers.SyreNetwork(options).Fit(data);
        Assert.IsTrue(model.Report.Layers.All(layer => layer.Measured.Units.Vanishing.Count > layer.Width / 2), Vanishing(model));
        CollapseFinding[] found = [.. model.Report.Findings.Where(finding => finding.Measure == nameof(CollapseThresholds.VanishingShare))];
        Assert.IsNotEmpty(found);
        StringAssert.Contains(found[0].Sentence, "of 16 units no larger than θ0");
    }

    [TestMethod]
    public void A_users_own_network_has_the_size_of_its_parameters_first_deviation()
    {
        double deviation = 0;
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with
        {
            Network = context =>
            {
                TorchSharp.Modules.Linear first = nn.Linear(context.InputSize, 8);
                using (no_grad())
                    deviation = first.weight!.std(unbiased: false).item<float>();
                return nn.Sequential(first, nn.Tanh(), nn.Linear(8, context.OutputSize));
            },
        });
        Assert.AreEqual(Sigma0 * deviation, model.Report.Layers[0].StaticBiasSize!.Value, 1e-6);
    }

    private static void Fill(ScoringNetwork network, Generator generator, double deviation)
    {
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters()
            .Where(entry => entry.parameter.dim() == 2))
        {
            parameter.copy_(randn(parameter.shape, generator: generator) * deviation);
        }
    }

    private static void AssertVanishing(IReadOnlyList<ObservedLayer> layers, double share)
    {
        using var probe = new CollapseProbe(layers);
        probe.Add(new Observation { Activations = [.. layers.Select(layer => randn(100, layer.Width))], Outputs = zeros(100, 2) });
        foreach (LayerReport layer in probe.Report().Layers)
            Assert.AreEqual(share, (double)layer.Measured.Units.Vanishing.Count / layer.Width, $"{layer.Name}, θ0 {layer.StaticBiasSize}");
    }

    private static string Vanishing(SyreNetworkTransformer model) => string.Join(
        ", ", model.Report.Layers.Select(layer => $"{layer.Name}: {layer.Measured.Units.Vanishing.Count} at {layer.StaticBiasSize}"));

    private sealed class Row
    {
        [Microsoft.ML.Data.VectorType(4)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
