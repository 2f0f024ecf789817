namespace Syre.Torch.Tests.Theory;

/// <summary>
/// T2: started at a symmetric point, training stays there for ever and is that of a model with rank(P) fewer parameters (proposition
/// 3), whatever the step size and the optimizer; with syre it leaves.
/// </summary>
[TestClass]
public sealed class DimensionReductionTests
{
    private const int Units = 4;

    [NoTensorLeaks]
    [DataRow(DecayMode.None, false, false)]
    [DataRow(DecayMode.Plain, false, false)]
    [DataRow(DecayMode.L2Init, false, false)]
    [DataRow(DecayMode.None, true, false)]
    [DataRow(DecayMode.Plain, true, false)]
    [DataRow(DecayMode.L2Init, true, false)]
    [DataRow(DecayMode.None, false, true)]
    [DataRow(DecayMode.Plain, true, true)]
    [DataRow(DecayMode.L2Init, true, true)]
    public void T2_twins_stay_bitwise_equal_without_syre(DecayMode mode, bool adam, bool inPieces)
    {
        using TwinUnits twins = new(Units, seed: 3);
        using SyreOptimizer optimizer = Make(twins, new SyreOptions { Mode = mode, WeightDecay = 0.01 }, adam);
        twins.Train(optimizer, 500, inPieces);
        Assert.AreEqual(0, twins.LargestDistance);
    }

    [NoTensorLeaks]
    [DataRow(DecayMode.Syre, false, false, false)]
    [DataRow(DecayMode.Syre, false, true, false)]
    [DataRow(DecayMode.Syre, true, false, false)]
    [DataRow(DecayMode.Syre, true, true, false)]
    [DataRow(DecayMode.SyreAdvanced, false, false, false)]
    [DataRow(DecayMode.SyreAdvanced, true, false, false)]
    [DataRow(DecayMode.Syre, true, false, true)]
    [DataRow(DecayMode.SyreAdvanced, false, false, true)]
    public void T2_twins_part_with_syre_and_fit_what_one_unit_cannot(DecayMode mode, bool adam, bool coupled, bool inPieces)
    {
        foreach (int seed in new[] { 3, 30, 300 })
        {
            using TwinUnits free = new(Units, seed), trapped = new(Units, seed);
            var options = new SyreOptions { Mode = mode, WeightDecay = 0.002, Sigma0 = 0.1, Coupled = coupled, Seed = seed };
            using SyreOptimizer syre = Make(free, options, adam), plain = Make(trapped, options with { Mode = DecayMode.Plain }, adam);
            double with = free.Train(syre, 800, inPieces), without = trapped.Train(plain, 800, inPieces);
            Assert.IsGreaterThan(0.5, free.LargestDistance);
            Assert.IsLessThan(without / 20, with, $"seed {seed}: loss with syre {with}, without {without}");
        }
    }

    [NoTensorLeaks]
    public void T2_twins_train_as_the_reduced_model()
    {
        using TwinUnits twins = new(Units, seed: 3), reduced = new(1, seed: 3, outputScale: Units);
        using SyreOptimizer whole = new SyreSgd(twins.Parameters, lr: 0.1,
            options: new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 0.01 });

        // The one unit collects the gradients of all twins, so its learning rate is a part of theirs, and its decay a multiple.
        using SyreOptimizer small = new SyreSgd(
            reduced.Parameters, lr: 0.1 / Units, options: new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 0.01 * Units });
        Assert.AreEqual(reduced.Train(small, 400), twins.Train(whole, 400), 1e-5);
        Assert.IsLessThan(1e-4, Vectors.Distance(twins.Unit(0), reduced.Unit(0)));
    }

    [NoTensorLeaks]
    public void T2_the_first_distance_between_twins_is_proportional_to_lambda_and_to_sigma0()
    {
        double Distance(double decay, double sigma0)
        {
            using TwinUnits twins = new(Units, seed: 3);
            using var optimizer = new SyreSgd(twins.Parameters, lr: 0.1,
                options: new SyreOptions { WeightDecay = decay, Sigma0 = sigma0, Seed = 5 });
            twins.Train(optimizer, 100);
            return twins.LargestDistance;
        }
        double[] powers = [1, 2, 4, 8];
        Assert.AreEqual(1, Vectors.LogLogSlope(powers, [.. powers.Select(power => Distance(2e-4 * power, 0.1))]), 0.06);
        Assert.AreEqual(1, Vectors.LogLogSlope(powers, [.. powers.Select(power => Distance(1e-3, 0.02 * power))]), 0.06);
    }

    private static SyreOptimizer Make(TwinUnits twins, SyreOptions options, bool adam) => adam
        ? new SyreAdamW(twins.Parameters, lr: 0.01, options: options with { WeightDecay = 2 * options.WeightDecay })
        : new SyreSgd(twins.Parameters, lr: 0.1, momentum: 0.9, options: options);
}
