namespace Syre.Torch.Tests.Theory;

/// <summary>T0: translation alone removes no symmetry (the paper's proposition 1).</summary>
[TestClass]
public sealed class TranslationTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void T0_without_decay_every_mirror_is_still_there_shifted_by_theta0(int seed)
    {
        var network = new TanhNetwork(3, seed);
        var options = new SyreOptions { WeightDecay = 0, Sigma0 = 1, Seed = seed };
        using var off = new MeasuredPull(network.Dimension, options);
        using var on = new MeasuredPull(network.Dimension, options with { WeightDecay = 0.01 });
        double[] theta = Vectors.Random(seed, network.Dimension);
        double[] phi = [.. theta.Zip(off.Theta0, (a, b) => (double)(float)(a + b))];
        foreach (Mirror mirror in network.Mirrors)
        {
            // In θ the mirror runs through −θ0; in φ it stays where it was.
            double[] image = mirror.Reflect(phi);
            double Gap(PullForce force) => network.Loss(phi) - network.Loss(image) + MeasuredPull.PenaltyGap(force, phi, image);
            Assert.AreEqual(0, Gap(off.Force), 1e-14);
            Assert.IsGreaterThan(1e-9, Math.Abs(Gap(on.Force)), "with decay the same bias does remove it");
        }
    }

    [NoTensorLeaks]
    [DataRow(1, false)]
    [DataRow(2, false)]
    [DataRow(1, true)]
    public void T0_without_decay_phi_moves_bitwise_as_without_syre_and_twins_never_part(int seed, bool inPieces)
    {
        using TwinUnits plain = new(4, seed), biased = new(4, seed), pulled = new(4, seed);
        using var none = new SyreSgd(plain.Parameters, lr: 0.1, options: new SyreOptions { Mode = DecayMode.None });
        using var off = new SyreSgd(biased.Parameters, lr: 0.1, options: new SyreOptions { WeightDecay = 0, Sigma0 = 1 });
        using var on = new SyreSgd(pulled.Parameters, lr: 0.1, options: new SyreOptions { WeightDecay = 0.01, Sigma0 = 1 });
        plain.Train(none, 300, inPieces);
        biased.Train(off, 300, inPieces);
        pulled.Train(on, 300, inPieces);
        CollectionAssert.AreEqual(plain.Unit(0), biased.Unit(0));
        Assert.AreEqual(0, biased.LargestDistance);
        Assert.IsGreaterThan(1e-3, pulled.LargestDistance);
    }
}
