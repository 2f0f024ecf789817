using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Theory;

/// <summary>The paper's own parametrisation, l(θ + θ0) + γ‖θ‖² from a usual θ, is the pull from a start that is displaced by θ0.</summary>
[TestClass]
public sealed class ThetaFormTests
{
    private static readonly SyreOptions s_options = new() { WeightDecay = 0.3, Sigma0 = 0.7, Seed = 11, ThetaForm = true };

    [NoTensorLeaks]
    [DataRow(DecayMode.Syre, StaticBiasStorage.Stored)]
    [DataRow(DecayMode.Syre, StaticBiasStorage.Regenerated)]
    [DataRow(DecayMode.SyreAdvanced, StaticBiasStorage.Stored)]
    public void The_start_is_displaced_by_theta0_to_the_bit(DecayMode mode, StaticBiasStorage storage)
    {
        using var scope = NewDisposeScope();
        SyreOptions options = s_options with { Mode = mode, StaticBiasStorage = storage };
        (Parameter weight, float[] start) = Weight();
        float[] theta0 = Theta0(options);
        using SyreAdamW optimizer = new([Group(weight)], options: options);
        CollectionAssert.AreEqual(start.Zip(theta0, (one, other) => one + other).ToArray(), Numbers.Of(weight));
    }

    [NoTensorLeaks]
    public void Without_weight_decay_it_is_noise_once()
    {
        using var scope = NewDisposeScope();
        (Parameter weight, float[] start) = Weight();
        float[] theta0 = Theta0(s_options);
        using SyreSgd optimizer = new([Group(weight)], lr: 1, options: s_options with { WeightDecay = 0 });
        weight.grad = zeros_like(weight);
        optimizer.step();
        CollectionAssert.AreEqual(start.Zip(theta0, (one, other) => one + other).ToArray(), Numbers.Of(weight));
    }

    [NoTensorLeaks]
    [DataRow(false)]
    [DataRow(true)]
    public void The_run_is_that_of_decay_on_theta(bool coupled)
    {
        using var scope = NewDisposeScope();
        (Parameter phi, float[] start) = Weight();
        SyreOptions options = s_options with { Coupled = coupled };
        using Tensor theta0 = tensor(Theta0(options)).reshape(phi.shape);
        var theta = new Parameter(tensor(start).reshape(phi.shape));
        using SyreAdamW ours = new([Group(phi)], lr: 0.05, options: options);
        using SyreAdamW papers = new(
            [("w", theta)], lr: 0.05, options: new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 0.3, Coupled = coupled });
        Tensor inputs = randn(40, 3, generator: new Generator(4)), labels = inputs.sin().sum(1, keepdim: true);
        for (int step = 0; step < 60; step++)
        {
            Step(ours, () => phi);
            Step(papers, () => theta.Add(theta0));
        }
        Numbers.AreClose(Numbers.Of(theta.Add(theta0)), Numbers.Of(phi), 2e-4);
        Assert.IsGreaterThan(0.1, Numbers.Of(phi).Zip(start, (one, other) => Math.Abs(one - other)).Max());

        void Step(SyreAdamW optimizer, Func<Tensor> weight)
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            (inputs.mm(weight().t()).tanh().sum(1, keepdim: true) - labels).pow(2).mean().backward();
            optimizer.step();
        }
    }

    [NoTensorLeaks]
    public void Groups_that_never_decay_stay_where_they_are()
    {
        using var scope = NewDisposeScope();
        (Parameter weight, _) = Weight();
        (Parameter bias, float[] start) = Weight();
        using SyreAdamW optimizer = new(
            [new SyreParameterGroup("w", [("w", weight)]), new SyreParameterGroup("b", [("b", bias)]) { WeightDecayFactor = 0 }],
            options: s_options);
        CollectionAssert.AreEqual(start, Numbers.Of(bias));
    }

    private static (Parameter Weight, float[] Values) Weight()
    {
        float[] values = [.. Enumerable.Range(0, 12).Select(i => MathF.Sin(i) / 2)];
        return (new Parameter(tensor(values).reshape(4, 3)), values);
    }

    private static SyreParameterGroup Group(Parameter weight) => new("all", [("w", weight)]) { InitialDeviation = 0.4 };

    /// <summary>Where a pull of lr·λ = 1 brings zeros at once.</summary>
    private static float[] Theta0(SyreOptions options)
    {
        using var weight = new Parameter(zeros(4, 3));
        using SyreSgd optimizer = new(
            [Group(weight)], lr: 1, options: options with { ThetaForm = false, Coupled = false, WeightDecay = 1, Mode = DecayMode.Syre });
        weight.grad = zeros_like(weight);
        optimizer.step();
        return Numbers.Of(weight);
    }
}
