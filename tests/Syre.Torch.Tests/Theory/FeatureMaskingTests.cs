namespace Syre.Torch.Tests.Theory;

/// <summary>
/// T1: at a symmetric point the tangent kernel is masked by I − P, so features in the range of P are not learned (proposition 2).
/// </summary>
[TestClass]
public sealed class FeatureMaskingTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void T1_at_a_symmetric_point_the_Jacobian_vanishes_on_P_until_the_pull_moves_it(int seed)
    {
        var network = new TanhNetwork(3, seed);
        using var pull = new MeasuredPull(network.Dimension, new SyreOptions { WeightDecay = 0.02, Sigma0 = 1, Seed = seed });
        double[] start = Vectors.Random(seed, network.Dimension);
        foreach (Mirror mirror in network.Mirrors)
        {
            double[] symmetric = mirror.Symmetrise(start);
            double[][] jacobian = network.Jacobian(symmetric);
            foreach (double[] row in jacobian)
            {
                double[] visible = [.. row.Zip(mirror.Project(row), (all, masked) => all - masked)];
                Assert.AreEqual(0, Vectors.Norm(mirror.Project(row)), 1e-12, "J P = 0");
                foreach (double[] other in jacobian)
                    Assert.AreEqual(Vectors.Dot(row, other), Vectors.Dot(visible, other), 1e-12, "K = J (I - P) Jᵀ");
            }

            double Seen(PullForce force) => network.Jacobian([.. symmetric.Zip(force(symmetric), (phi, f) => phi - f)])
                .Max(row => Vectors.Norm(mirror.Project(row)));
            Assert.IsGreaterThan(1e-4, Seen(pull.Force), "the pull makes P's features visible");
            foreach ((string name, PullForce force) in pull.Mutants.Where(mutant => mutant.Name != "wrong sign"))
                Assert.IsLessThan(1e-12, Seen(force), $"{name} leaves them masked");
        }
    }
}
