using CsCheck;

namespace Syre.Cpu.Tests.Updates;

[TestClass]
public sealed class OwedPullsTests
{
    /// <summary>Strengths over seven decades, up to just below 1; half-widths of D up to 0.9, and none.</summary>
    private static readonly Gen<(double[] Strengths, double HalfWidth)> s_cases = Gen.Select(
        Gen.Double[-7, -0.001].Select(power => Math.Pow(10, power)).Array[1, 200],
        Gen.OneOf(Gen.Const(0.0), Gen.Double[-6, -0.05].Select(power => Math.Pow(10, power))));

    [TestMethod]
    public void What_a_row_owes_is_the_product_of_its_missed_pulls_of_any_strengths() => s_cases.Sample((strengths, b) =>
    {
        var owed = new OwedPulls(2, b);
        var amounts = new double[owed.Terms];
        owed.Owe(0.25);
        Assert.IsTrue(owed.Take(1, amounts));
        double[] products = [1, 1, 1];
        double[] xis = [-b, 0.3 * b, b];
        foreach (double strength in strengths.Where(owed.CanOwe))
        {
            owed.Owe(strength);
            for (int i = 0; i < xis.Length; i++)
                products[i] *= 1 - strength * (1 + xis[i]);
        }
        owed.Take(1, amounts);
        for (int i = 0; i < xis.Length; i++)
            Assert.AreEqual(products[i], Math.Exp(OwedPulls.LogFactor(amounts, xis[i])), 6e-8, $"ξ = {xis[i]}");
        Assert.IsFalse(owed.Take(1, amounts), "paid");
        Assert.IsTrue(owed.Take(0, amounts), "the other row still owes");
    });

    [TestMethod]
    public void Every_strength_below_one_can_be_owed_where_D_is_one_and_usual_ones_elsewhere()
    {
        Assert.IsTrue(new OwedPulls(1, 0).CanOwe(0.999));
        Assert.IsFalse(new OwedPulls(1, 0).CanOwe(1));
        Assert.IsTrue(new OwedPulls(1, 0.03).CanOwe(0.1), "σ0 = 0.3 and its default b");
        Assert.IsTrue(new OwedPulls(1, 0.9).CanOwe(1e-3));
        Assert.IsFalse(new OwedPulls(1, 0.9).CanOwe(0.5));
    }

    [TestMethod]
    public void A_row_of_a_step_takes_what_it_owed_before_and_then_owes_nothing()
    {
        var owed = new OwedPulls(2, 0);
        double[] before = new double[1], after = new double[1];
        owed.Owe(0.25);
        owed.Owe(0.5);
        Assert.IsTrue(owed.TakeInStep(0, before));
        Assert.AreEqual(Math.Log(0.75), before[0], 1e-15);
        Assert.IsFalse(owed.Take(0, after), "the step itself pulls the row");
        owed.Owe(0);
        Assert.IsFalse(owed.TakeInStep(0, after), "a step that does not pull");
        Assert.IsTrue(owed.TakeInStep(1, after));
        Assert.AreEqual(Math.Log(0.75 * 0.5), after[0], 1e-15);
    }

    [TestMethod]
    public unsafe void Paying_moves_every_element_towards_its_own_target() =>
        Gen.Select(Gen.Int[1, 40], Gen.Bool, Gen.Bool, Gen.Double[0.001, 0.9]).Sample((length, biased, anisotropic, strength) =>
        {
            float[] weights = new float[length], bias = new float[length], xi = new float[length];
            new ElementRandom(1, "weights").FillNormal(weights, 0, 1);
            new ElementRandom(1, "bias").FillNormal(bias, 0, 1);
            new ElementRandom(1, "xi").FillUniform(xi, 0, 0.01);
            var account = new OwedPulls(1, anisotropic ? 0.01 : 0);
            var owed = new double[account.Terms];
            account.Owe(strength);
            account.Take(0, owed);
            double[] expected = [.. Enumerable.Range(0, length).Select(i =>
            {
                double target = biased ? bias[i] : 0;
                return target + (weights[i] - target) * (1 - strength * (anisotropic ? 1 + xi[i] : 1));
            })];
            fixed (float* w = weights, b = bias, x = xi)
            {
                OwedPulls.Pay(
                    new Segment
                    {
                        Weight = w,
                        Gradient = null,
                        First = null,
                        Second = null,
                        Bias = biased ? b : null,
                        Anisotropy = anisotropic ? x : null,
                        Length = length,
                    },
                    owed);
            }
            for (int i = 0; i < length; i++)
                Assert.AreEqual(expected[i], weights[i], 1e-5, $"element {i}");
        });
}
