using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Decay;

/// <summary>σ0 by fan-in and λ from steps, whatever the weights have become.</summary>
[TestClass]
public sealed class SyrePresetTests
{
    [NoTensorLeaks]
    [DataRow(SyrePreset.Retraining, 0.25)]
    [DataRow(SyrePreset.Rescue, 0.7)]
    public void The_decay_follows_from_rate_and_steps(SyrePreset preset, double dose)
    {
        SyreOptions options = SyreOptions.For(preset, 3e-3, 250);
        Assert.AreEqual(dose, 3e-3 * options.WeightDecay!.Value * 250, 1e-12);
        Assert.AreEqual(dose, SyreOptions.Dose(preset));
        Assert.AreEqual(preset == SyrePreset.Retraining, options.IsDisplaced);
    }

    [NoTensorLeaks]
    [DataRow(1f)]
    [DataRow(50f)]
    [DataRow(0f)]
    public void Theta0_is_of_He_scale_whatever_the_weights_are(float factor)
    {
        using var scope = NewDisposeScope();
        using nn.Module network = Network();
        using (no_grad())
        {
            foreach (Parameter parameter in network.parameters())
                parameter.mul_(factor);
        }
        using SyreAdamW optimizer = new(network.named_parameters(), options: Rescue());
        CollectionAssert.AreEquivalent(
            new Dictionary<string, double>
            {
                ["0.weight"] = 1 / Math.Sqrt(200), ["0.bias"] = 1 / Math.Sqrt(200), ["3.weight"] = 1 / Math.Sqrt(300),
                ["3.bias"] = 1 / Math.Sqrt(300),
            }.ToArray(),
            optimizer.InitialDeviations.ToArray());
        float[] theta0 = Theta0(network, Rescue(), "0.weight");
        double deviation = Math.Sqrt(theta0.Average(value => (double)value * value));
        Assert.AreEqual(Math.Sqrt(2.0 / 200), deviation, 0.02 * deviation);
    }

    [NoTensorLeaks]
    public void A_norms_gain_is_not_pulled()
    {
        using var scope = NewDisposeScope();
        using nn.Module network = Network();
        Parameter gain = network.named_parameters().Single(named => named.name == "1.weight").parameter;
        float[] before = Numbers.Of(gain);
        using var decay = new SyreDecay(network.named_parameters(), Rescue());
        foreach (Parameter parameter in network.parameters())
            parameter.grad = zeros_like(parameter);
        decay.Step(0.1);
        CollectionAssert.AreEqual(before, Numbers.Of(gain));
    }

    [NoTensorLeaks]
    public void A_group_that_knows_its_scale_keeps_it()
    {
        using var scope = NewDisposeScope();
        var group = new SyreParameterGroup("all", [("w", new Parameter(zeros(30, 20))), ("share", new Parameter(ones(7)))])
        {
            InitialDeviation = 3,
        };
        using SyreAdamW optimizer = new([group], options: Rescue());
        Assert.IsTrue(optimizer.InitialDeviations.Values.SequenceEqual([3, 3]));
    }

    [NoTensorLeaks]
    public void An_origin_gives_places_but_no_scale()
    {
        using var scope = NewDisposeScope();
        SyreOptions options = Rescue() with
        {
            Origins = new Dictionary<string, StaticBiasOrigin> { ["w"] = new() { InitialDeviation = 9, Rows = [1, 0] } },
        };
        float[] plain = Theta0([("w", new Parameter(zeros(2, 3)))], Rescue(), "w");
        float[] moved = Theta0([("w", new Parameter(zeros(2, 3)))], options, "w");
        CollectionAssert.AreEqual(plain[3..].Concat(plain[..3]).ToArray(), moved);
    }

    [TestMethod]
    public void An_optimizer_needs_a_decay_and_a_preset_a_random_theta0()
    {
        using var weight = new Parameter(ones(2, 2));
        string message = Assert.ThrowsExactly<ArgumentException>(
            () => new SyreAdamW([("w", weight)], options: new SyreOptions { Preset = SyrePreset.Rescue })).Message;
        StringAssert.Contains(message, "SyreOptions.For(preset, learningRate, steps)");
        message = Assert.ThrowsExactly<ArgumentException>(
            new SyreOptions { Preset = SyrePreset.Rescue, Mode = DecayMode.Plain, ThetaForm = true }.Validate).Message;
        StringAssert.Contains(message, "Preset is Rescue with mode Plain");
        StringAssert.Contains(message, "ThetaForm is true with mode Plain");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SyreOptions.For(SyrePreset.None, 1, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SyreOptions.For(SyrePreset.Rescue, 0, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SyreOptions.For(SyrePreset.Rescue, double.NaN, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SyreOptions.For(SyrePreset.Rescue, 1, 0));
    }

    private static SyreOptions Rescue() => SyreOptions.For(SyrePreset.Rescue, 0.01, 100);

    private static nn.Module Network() => nn.Sequential(
        nn.Linear(200, 300), nn.LayerNorm(300), nn.ReLU(), nn.Linear(300, 10));

    private static float[] Theta0(nn.Module network, SyreOptions options, string name) =>
        Theta0(network.named_parameters(), options, name);

    /// <summary>Where a pull of lr·λ = 1 brings the weights at once.</summary>
    private static float[] Theta0(IEnumerable<(string name, Parameter parameter)> parameters, SyreOptions options, string name)
    {
        (string name, Parameter parameter)[] all = [.. parameters];
        using var decay = new SyreDecay(all, options with { WeightDecay = 1 });
        foreach ((_, Parameter parameter) in all)
            parameter.grad = zeros_like(parameter);
        decay.Step(1);
        return Numbers.Of(all.Single(named => named.name == name).parameter);
    }
}
