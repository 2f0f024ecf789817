namespace Syre.Torch.Tests.Theory;

/// <summary>
/// T6: with N symmetries at once the weakest is broken with a strength that falls no faster than 1/N. T7: for a finite group the force
/// grows with the rank of I − V̄, V̄ the group average, and for abelian groups the weakest falls only like 1/log of the group's size.
/// </summary>
/// <remarks>
/// The force at φ = 0, a symmetric point of every mirror used here, is measured once for many elements: −2γθ0 from the optimizer.
/// </remarks>
[TestClass]
public sealed class ManySymmetriesTests
{
    private const int Elements = 1 << 19;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void T6_the_weakest_of_N_mirrors_falls_like_one_over_N(int seed)
    {
        double[] force = Force(seed);
        double[] counts = [1, 4, 16, 64, 256, 1024];
        double[] weakest = [.. counts.Select(n => Vectors.Median(Blocks(force, (int)n).Select(block => block.Min(x => Math.Abs(x)))))];
        Assert.AreEqual(-1, Vectors.LogLogSlope(counts, weakest), 0.06);
        foreach ((double n, double strength) in counts.Zip(weakest))
            Assert.IsTrue(n * strength is > 0.6 and < 1.1, $"N = {n}: N × median = {n * strength}; expected from 0.67 to 0.87");
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void T6_for_mirrors_of_rank_k_it_falls_only_like_N_to_the_minus_one_over_k(int rank)
    {
        double[] strengths = [.. Blocks(Force(1), rank).Select(Vectors.Norm)];
        double[] counts = [4, 16, 64, 256];
        double[] weakest = [.. counts.Select(n => Vectors.Median(Blocks(strengths, (int)n).Select(block => block.Min())))];
        Assert.AreEqual(-1.0 / rank, Vectors.LogLogSlope(counts, weakest), 0.05);
    }

    [TestMethod]
    public void T7_the_squared_force_off_the_group_average_is_its_rank_times_4_gamma2_sigma02()
    {
        double[] force = Force(3);

        // The cyclic group of n shifts: V̄ replaces each of n elements by their mean, so I − V̄ has rank n − 1.
        double[] sizes = [2, 4, 8, 16, 32, 64];
        double[] cyclic = [.. sizes.Select(n => Blocks(force, (int)n).Average(
            block => block.Sum(x => (x - block.Average()) * (x - block.Average()))))];
        foreach ((double n, double square) in sizes.Zip(cyclic))
            Assert.AreEqual(1, square / (n - 1), 0.03, $"cyclic group of {n}");

        // All sign changes of m elements: V̄ = 0, so I − V̄ has rank m.
        double[] signs = [.. sizes.Select(m => Blocks(force, (int)m).Average(block => block.Sum(x => x * x)))];
        Assert.AreEqual(1, Vectors.LogLogSlope(sizes, signs), 0.01);
    }

    [TestMethod]
    public void T7_for_all_sign_changes_the_weakest_mirror_falls_like_one_over_log_of_the_group_size()
    {
        double[] force = Force(4);
        double[] logarithms = [4, 8, 16, 32, 64]; // 2^m elements: up to 1.8e19, which the general bound of 1/N would drown.
        double[] weakest = [.. logarithms.Select(m => Vectors.Median(Blocks(force, (int)m).Select(block => block.Min(x => Math.Abs(x)))))];
        Assert.AreEqual(-1, Vectors.LogLogSlope(logarithms, weakest), 0.06);
    }

    [TestMethod]
    public void T6_T7_no_pull_and_plain_decay_exert_no_force_at_the_common_symmetric_point()
    {
        using var pull = new MeasuredPull(64, new SyreOptions { WeightDecay = 0.02, Sigma0 = 0.5, Seed = 1 });
        double[] expected = [.. pull.Theta0.Select(x => -2 * pull.Gamma * x)];
        pull.AssertOnlyThisPull(force => Vectors.Distance(force(new double[64]), expected) < 1e-12, "∇L = −2γθ0 at φ = 0");
    }

    /// <summary>The optimizer's force at 0 in units of 2γσ0: standard normal numbers.</summary>
    private static double[] Force(int seed)
    {
        using var pull = new MeasuredPull(Elements, new SyreOptions { WeightDecay = 0.02, Sigma0 = 0.5, Seed = seed });
        double unit = 2 * pull.Gamma * pull.Sigma0;
        return [.. pull.Force(new double[Elements]).Select(x => x / unit)];
    }

    private static IEnumerable<double[]> Blocks(double[] values, int size) => values.Chunk(size).Where(block => block.Length == size);
}
