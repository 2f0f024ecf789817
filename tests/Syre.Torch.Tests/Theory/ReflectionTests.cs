namespace Syre.Torch.Tests.Theory;

/// <summary>T3: with random θ0 and decay, all countably many reflection symmetries are gone with probability 1 (theorem 1).</summary>
[TestClass]
public sealed class ReflectionTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void T3_the_gap_across_every_mirror_is_minus_4_gamma_phi_P_theta0(int seed)
    {
        var network = new TanhNetwork(4, seed);
        using var pull = new MeasuredPull(network.Dimension, new SyreOptions { WeightDecay = 0.02, Sigma0 = 0.5, Seed = seed });
        double[] phi = Vectors.Random(seed, network.Dimension);
        foreach (Mirror mirror in network.Mirrors)
        {
            double[] image = [.. mirror.Reflect(phi).Select(x => (double)(float)x)];
            double expected = -4 * pull.Gamma * Vectors.Dot(mirror.Project(phi), pull.Theta0);
            Assert.IsGreaterThan(1e-7, Math.Abs(expected), "no mirror is left");
            pull.AssertOnlyThisPull(
                force => Math.Abs(network.Loss(phi) - network.Loss(image) + MeasuredPull.PenaltyGap(force, phi, image) - expected) <= 1e-8,
                "L(φ) − L((I − 2P)φ) = −4γ φᵀPθ0");
        }
    }

    [TestMethod]
    public void T3_no_mirror_survives_in_any_of_many_draws()
    {
        var network = new TanhNetwork(3, 1);
        double[] phi = Vectors.Random(9, network.Dimension);
        double smallest = double.MaxValue;
        for (int seed = 0; seed < 100; seed++)
        {
            using var pull = new MeasuredPull(network.Dimension, new SyreOptions { WeightDecay = 1, Sigma0 = 1, Seed = seed });
            smallest = network.Mirrors.Min(mirror =>
                Math.Min(smallest, Math.Abs(MeasuredPull.PenaltyGap(pull.Force, phi, mirror.Reflect(phi)))));
        }
        Assert.IsGreaterThan(1e-5, smallest);
    }
}
