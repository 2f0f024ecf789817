using CsCheck;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Optimizers;

[TestClass]
public sealed class SyreSgdTests
{
    private static Gen<(long[][] Shapes, double Lr, double Momentum, double Dampening, bool Nesterov, double Decay, int Seed)> Cases =>
        Gen.Select(Twins.Shapes, Gen.Double[1e-4, 0.1], Gen.OneOf(Gen.Const(0.0), Gen.Double[0.1, 0.99]), Gen.Double[0, 0.9], Gen.Bool,
            Gen.Double[0, 0.5], Gen.Int)
            .Select((shapes, lr, momentum, dampening, nesterov, decay, seed) =>
                (shapes, lr, momentum, nesterov && momentum > 0 ? 0 : dampening, nesterov && momentum > 0, decay, seed));

    [NoTensorLeaks]
    [DataRow(false)]
    [DataRow(true)]
    public void Coupled_with_plain_decay_it_is_TorchSharps_SGD_to_rounding(bool wholeTensors) => Cases.Sample(c =>
    {
        using var twins = new Twins(c.Seed, c.Shapes);
        using var reference = optim.SGD(twins.Left.Select(p => p.parameter), c.Lr, c.Momentum, c.Dampening, c.Decay, c.Nesterov);
        using var ours = new SyreSgd(twins.Right, c.Lr, c.Momentum, c.Dampening, c.Nesterov,
            new SyreOptions { Mode = DecayMode.Plain, WeightDecay = c.Decay, Coupled = true, UsesWholeTensors = wholeTensors });
        Run(twins, reference, ours);
    }, iter: 60, threads: 1);

    [NoTensorLeaks]
    public void Without_decay_it_is_TorchSharps_SGD_to_rounding() => Cases.Sample(c =>
    {
        using var twins = new Twins(c.Seed, c.Shapes);
        using var reference = optim.SGD(twins.Left.Select(p => p.parameter), c.Lr, c.Momentum, c.Dampening, 0, c.Nesterov);
        using var ours = new SyreSgd(twins.Right, c.Lr, c.Momentum, c.Dampening, c.Nesterov, new SyreOptions { Mode = DecayMode.None });
        Run(twins, reference, ours);
    }, iter: 30, threads: 1);

    [NoTensorLeaks]
    public void Decoupled_plain_decay_shrinks_the_old_weight_and_bypasses_momentum()
    {
        using var weight = Numbers.Parameter(2, -4);
        using var ours = new SyreSgd([("w", weight)], lr: 0.5, momentum: 0.9,
            options: new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 0.25 });
        Numbers.SetGradient(weight, 1, 1);
        ours.step();
        CollectionAssert.AreEqual(new[] { 2 - 0.125f * 2 - 0.5f, -4 + 0.125f * 4 - 0.5f }, Numbers.Of(weight));
        Numbers.SetGradient(weight, 0, 0);
        ours.step();
        Numbers.AreClose([1.25f - 0.125f * 1.25f - 0.45f, -4f + 0.5f - 0.45f], Numbers.Of(weight), 1e-6);
        ours.zero_grad();
    }

    [NoTensorLeaks]
    public void Momentum_that_is_raised_later_starts_from_the_undampened_gradient_as_in_PyTorch()
    {
        using var weight = Numbers.Parameter(0);
        using var ours = new SyreSgd([("w", weight)], lr: 1, momentum: 0, dampening: 0.5,
            options: new SyreOptions { Mode = DecayMode.None });
        foreach (double momentum in new[] { 0, 0.5, 0.5 })
        {
            ours.Momentum = momentum;
            Numbers.SetGradient(weight, 1);
            ours.step();
        }
        Assert.AreEqual(-(1f + 1f + 1f), Numbers.Of(weight)[0]);
        ours.zero_grad();
    }

    [TestMethod]
    public void Nesterov_without_momentum_is_refused()
    {
        using var parameter = Numbers.Parameter(1, 2);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new SyreSgd([("w", parameter)], nesterov: true)).Message,
            "nesterov");
    }

    private static void Run(Twins twins, optim.Optimizer reference, optim.Optimizer ours)
    {
        for (int step = 0; step < 6; step++)
        {
            twins.DrawGradients(missing: 0.2);
            reference.step();
            ours.step();
        }
        twins.AreClose(2e-5);
    }
}
