using CsCheck;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Optimizers;

[TestClass]
public sealed class SyreAdamWTests
{
    private static Gen<(long[][] Shapes, double Lr, double Beta1, double Beta2, double Decay, int Seed)> Cases { get; } =
        Gen.Select(Twins.Shapes, Gen.Double[1e-4, 0.1], Gen.Double[0, 0.99], Gen.Double[0.5, 0.9999], Gen.Double[0, 0.5], Gen.Int);

    [NoTensorLeaks]
    [DataRow(false)]
    [DataRow(true)]
    public void With_plain_decay_it_is_TorchSharps_AdamW_to_rounding(bool wholeTensors) => Cases.Sample(c =>
    {
        using var twins = new Twins(c.Seed, c.Shapes);
        using var reference = optim.AdamW(twins.Left, c.Lr, c.Beta1, c.Beta2, weight_decay: c.Decay);
        using var ours = new SyreAdamW(twins.Right, c.Lr, c.Beta1, c.Beta2,
            options: new SyreOptions { Mode = DecayMode.Plain, WeightDecay = c.Decay, UsesWholeTensors = wholeTensors });
        Run(twins, reference, ours);
    }, iter: 40, threads: 1);

    [NoTensorLeaks]
    public void Without_decay_it_is_TorchSharps_AdamW_to_rounding() => Cases.Sample(c =>
    {
        using var twins = new Twins(c.Seed, c.Shapes);
        using var reference = optim.AdamW(twins.Left, c.Lr, c.Beta1, c.Beta2, weight_decay: 0);
        using var ours = new SyreAdamW(twins.Right, c.Lr, c.Beta1, c.Beta2,
            options: new SyreOptions { Mode = DecayMode.None, WeightDecay = c.Decay });
        Run(twins, reference, ours);
    }, iter: 20, threads: 1);

    [NoTensorLeaks]
    public void Coupled_with_plain_decay_it_is_TorchSharps_Adam_to_rounding() => Cases.Sample(c =>
    {
        using var twins = new Twins(c.Seed, c.Shapes);
        using var reference = optim.Adam(twins.Left.Select(p => p.parameter), c.Lr, c.Beta1, c.Beta2, weight_decay: c.Decay);
        using var ours = new SyreAdamW(twins.Right, c.Lr, c.Beta1, c.Beta2,
            options: new SyreOptions { Mode = DecayMode.Plain, WeightDecay = c.Decay, Coupled = true });
        Run(twins, reference, ours);
    }, iter: 20, threads: 1);

    [TestMethod]
    public void Refuses_all_that_is_out_of_range_in_one_message()
    {
        using var parameter = Numbers.Parameter(1, 2);
        string message = Assert.ThrowsExactly<ArgumentException>(() => new SyreAdamW(
            [("w", parameter)], lr: -1, beta1: 1, beta2: -0.1, eps: double.NaN, new SyreOptions { WeightDecay = -1 })).Message;
        foreach (string part in new[] { "SyreAdamW", "lr is -1", "beta1 is 1", "beta2 is -0.1", "eps is NaN", "WeightDecay is -1" })
            StringAssert.Contains(message, part);
    }

    /// <summary>A few steps, some parameters now and then without a gradient.</summary>
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
