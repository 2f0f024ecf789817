namespace Syre.Cpu.Tests.Updates;

/// <summary>
/// What shrinks at every step must reach 0: where it stays a subnormal number, every later step takes several times its time.
/// </summary>
[TestClass]
public sealed class SubnormalTests
{
    /// <summary>Not a multiple of any register's width, so that the rest of a segment is tried too.</summary>
    private const int Length = 37;

    private const float SmallestNormal = 1.17549435e-38f;

    private static readonly PullKind[] s_pulls = [PullKind.None, PullKind.Plain, PullKind.Biased, PullKind.Anisotropic];

    public static IEnumerable<(string Rule, bool Coupled, PullKind Pull)> Updates =>
        from rule in (string[])[nameof(AdamWUpdate), nameof(SgdUpdate), "SgdUpdate with momentum", nameof(DecayUpdate)]
        from coupled in (bool[])[false, true]
        from pull in s_pulls
        select (rule, coupled, pull);

    [TestMethod]
    public void These_are_all_updates_that_there_are() => CollectionAssert.AreEquivalent(
        typeof(PreparedUpdate).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PreparedUpdate))).ToArray(),
        Updates.Select(update => update.Rule.Split(' ')[0]).Distinct()
            .Select(name => typeof(PreparedUpdate).Assembly.GetType($"Syre.Cpu.{name}")).ToArray());

    [TestMethod]
    [DynamicData(nameof(Updates))]
    public unsafe void Without_a_gradient_whatever_shrinks_reaches_zero(string rule, bool coupled, PullKind pull)
    {
        float[] weight = Numbers(1), gradient = new float[Length], first = Numbers(2), second = Numbers(3), zeros = new float[Length];
        for (int step = 1; step <= 2000; step++)
        {
            PreparedUpdate update = Prepared(rule, coupled, step);
            fixed (float* w = weight, g = gradient, m = first, v = second, none = zeros)
            {
                update.Apply(
                    new Segment
                    {
                        Weight = w, Gradient = g, First = m, Second = v, Bias = none, Anisotropy = none, Length = Length,
                    },
                    pull);
            }
            foreach (float number in weight.Concat(first).Concat(second))
                Assert.IsTrue(number == 0 || MathF.Abs(number) >= SmallestNormal, $"{number} in step {step}");
        }
        bool isInGradient = coupled && pull != PullKind.None;
        if (rule is nameof(AdamWUpdate) && !isInGradient)
            CollectionAssert.AreEqual(zeros, second);
        if ((rule is nameof(AdamWUpdate) or "SgdUpdate with momentum") && !isInGradient)
            CollectionAssert.AreEqual(zeros, first);
        if (pull != PullKind.None && !isInGradient)
            CollectionAssert.AreEqual(zeros, weight);
    }

    [TestMethod]
    [DataRow(0, 1950)]
    [DataRow(0.25, 1500)]
    public unsafe void A_row_that_has_long_owed_its_pulls_reaches_zero(double xi, int steps)
    {
        var owed = new OwedPulls(1, xi);
        for (int step = 0; step < steps; step++)
            owed.Owe(0.05);
        double[] amounts = new double[owed.Terms];
        Assert.IsTrue(owed.Take(0, amounts));
        float[] weight = Numbers(1), zeros = new float[Length], xis = [.. Enumerable.Repeat((float)xi, Length)];
        fixed (float* w = weight, none = zeros, d = xis)
        {
            OwedPulls.Pay(
                new Segment
                {
                    Weight = w, Gradient = null, First = null, Second = null, Bias = none, Anisotropy = xi == 0 ? null : d, Length = Length,
                },
                amounts);
        }
        CollectionAssert.AreEqual(zeros, weight);
    }

    [TestMethod]
    [DynamicData(nameof(Updates))]
    public unsafe void What_is_no_number_stays_none_and_the_smallest_normal_number_stays(string rule, bool coupled, PullKind pull)
    {
        float[] weight = [float.NaN, float.PositiveInfinity, SmallestNormal, -SmallestNormal], zeros = new float[4];
        float[] first = [0, 0, 0, 0], second = [0, 0, 0, 0];
        fixed (float* w = weight, g = zeros, m = first, v = second, none = zeros)
        {
            Prepared(rule, coupled, step: 1, pullStrength: 0).Apply(
                new Segment { Weight = w, Gradient = g, First = m, Second = v, Bias = none, Anisotropy = none, Length = 4 }, pull);
        }
        Assert.IsTrue(float.IsNaN(weight[0]));
        Assert.IsFalse(float.IsFinite(weight[1]));
        Assert.AreEqual(SmallestNormal, weight[2]);
        Assert.AreEqual(-SmallestNormal, weight[3]);
    }

    private static PreparedUpdate Prepared(string rule, bool coupled, long step, double pullStrength = 0.5)
    {
        const double rate = 0.5;
        double lambda = pullStrength / rate;
        switch (rule)
        {
            case nameof(AdamWUpdate):
                var adam = new AdamWUpdate(eps: 1e-8, coupled);
                adam.Prepare(beta1: 0.9, beta2: 0.95, rate, lambda, step);
                return adam;
            case nameof(DecayUpdate):
                var decay = new DecayUpdate();
                decay.Prepare(rate, lambda);
                return decay;
            default:
                var sgd = new SgdUpdate(dampening: 0, nesterov: false, coupled);
                sgd.Prepare(rule == nameof(SgdUpdate) ? 0 : 0.9, rate, lambda, isFirst: false);
                return sgd;
        }
    }

    private static float[] Numbers(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Length).Select(_ => (float)random.NextDouble())];
    }
}
