namespace Syre.Torch.Tests.Theory;

/// <summary>
/// T5: the gap across a mirror, over the distance from it, is of order γσ0 (the paper's strength theorem). C1: at every symmetric point
/// the force across the mirror is of order γσ0, so the point is no longer stationary (corollary 1).
/// </summary>
[TestClass]
public sealed class StrengthTests
{
    private const int Dimension = 12;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void T5_the_normalised_gap_is_4_gamma_p_theta0_with_slope_1_in_gamma_and_in_sigma0(int seed)
    {
        var mirror = Mirror.Swap(Dimension, 0, 6, 6);
        double[] phi = Vectors.Random(seed, Dimension), projection = mirror.Project(phi), image = mirror.Reflect(phi);
        double distance = Vectors.Norm(projection);

        // Signed: minus the gap along the direction of Pθ0 is positive, whatever the seed.
        double Strength(double decay, double sigma0, Func<MeasuredPull, PullForce> choose)
        {
            using var pull = new MeasuredPull(Dimension, new SyreOptions { WeightDecay = decay, Sigma0 = sigma0, Seed = seed });
            double expected = 4 * pull.Gamma * Vectors.Dot(projection, pull.Theta0) / distance;
            double found = -MeasuredPull.PenaltyGap(choose(pull), phi, image) / distance;
            return found * Math.Sign(expected);
        }
        bool IsLinear(Func<MeasuredPull, PullForce> choose)
        {
            double[] powers = [1, 10, 100, 1000];
            double[] byDecay = [.. powers.Select(power => Strength(1e-4 * power, 0.5, choose))];
            double[] bySigma0 = [.. powers.Select(power => Strength(0.1, 1e-3 * power, choose))];
            using var unit = new MeasuredPull(Dimension, new SyreOptions { WeightDecay = 0.1, Sigma0 = 1, Seed = seed });
            double level = 4 * unit.Gamma * Math.Abs(Vectors.Dot(projection, unit.Theta0)) / distance;
            return byDecay.Concat(bySigma0).All(strength => strength > 0)
                && Math.Abs(Vectors.LogLogSlope(powers, byDecay) - 1) < 0.01
                && Math.Abs(Vectors.LogLogSlope(powers, bySigma0) - 1) < 0.01
                && Math.Abs(bySigma0[^1] / level - 1) < 1e-3;
        }
        Assert.IsTrue(IsLinear(pull => pull.Force));
        foreach (int mutant in new[] { 0, 1, 2 })
            Assert.IsFalse(IsLinear(pull => pull.Mutants.ElementAt(mutant).Force), $"mutant {mutant} passes too");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void C1_at_every_symmetric_point_the_escape_force_is_minus_2_gamma_P_theta0(int seed)
    {
        var network = new TanhNetwork(3, seed);
        using var pull = new MeasuredPull(network.Dimension, new SyreOptions { WeightDecay = 0.02, Sigma0 = 0.5, Seed = seed });
        foreach (Mirror mirror in network.Mirrors)
        {
            double[] symmetric = mirror.Symmetrise(Vectors.Random(seed, network.Dimension));
            double[] expected = [.. mirror.Project(pull.Theta0).Select(x => -2 * pull.Gamma * x)];
            double[] task = network.Gradient(symmetric);
            Assert.AreEqual(0, Vectors.Norm(mirror.Project(task)), 1e-12,
                "P ∇l = 0: without a pull the point is stationary across the mirror");
            Assert.IsGreaterThan(0.1 * 2 * pull.Gamma * pull.Sigma0, Vectors.Norm(expected));
            pull.AssertOnlyThisPull(
                force => Vectors.Distance(mirror.Project([.. task.Zip(force(symmetric), (a, b) => a + b)]), expected) <= 1e-8,
                "P ∇L = −2γ P θ0");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void C1_with_distinct_D_the_escape_force_is_2_gamma_P_D_of_the_rest_less_theta0(int seed)
    {
        var mirror = Mirror.Swap(Dimension, 0, 6, 6);
        using var pull = new MeasuredPull(
            Dimension, new SyreOptions { Mode = DecayMode.SyreAdvanced, Anisotropy = 0.3, WeightDecay = 0.02, Sigma0 = 0.5, Seed = seed });
        double[] symmetric = mirror.Symmetrise(Vectors.Random(seed, Dimension));
        double[] expected = mirror.Project([.. Enumerable.Range(0, Dimension).Select(
            i => 2 * pull.Gamma * pull.D[i] * (symmetric[i] - pull.Theta0[i]))]);
        pull.AssertOnlyThisPull(force => Vectors.Distance(mirror.Project(force(symmetric)), expected) <= 1e-8,
            "P ∇L = 2γ P D((I − P)φ − θ0)");

        // Why σD must be far below σ0: the first part, which does not know θ0, is of the order of γσD‖φ‖.
        double[] first = mirror.Project([.. symmetric.Zip(pull.D, (x, d) => 2 * pull.Gamma * d * x)]);
        Assert.IsGreaterThan(0.05 * Vectors.Norm(expected), Vectors.Norm(first));
    }
}
