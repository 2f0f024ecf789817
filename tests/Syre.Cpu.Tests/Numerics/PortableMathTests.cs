using CsCheck;

namespace Syre.Cpu.Tests.Numerics;

[TestClass]
public sealed class PortableMathTests
{
    [TestMethod]
    public void Logarithm_agrees_with_the_C_library_over_the_whole_range_that_is_used() =>
        Gen.Double[-53, 1].Sample(exponent =>
        {
            double x = Math.Pow(2, exponent), expected = Math.Log(x);
            return Math.Abs(PortableMath.Log(x) - expected) <= 1e-15 * Math.Max(1, Math.Abs(expected));
        });

    [TestMethod]
    public void Logarithm_keeps_its_relative_precision_next_to_1() =>
        Gen.Double[1e-12, 0.2].Sample(d => Math.Abs(PortableMath.Log(1 - d) / Math.Log(1 - d) - 1) <= 1e-15);

    [TestMethod]
    public void Sine_and_cosine_agree_with_the_C_library_over_a_turn() =>
        Gen.Double[0, 1].Sample(turn =>
        {
            (double sin, double cos) = PortableMath.SinCosTurn(turn);
            return Math.Abs(sin - Math.Sin(2 * Math.PI * turn)) <= 1e-15 && Math.Abs(cos - Math.Cos(2 * Math.PI * turn)) <= 1e-15;
        });

    [TestMethod]
    public void Logarithm_to_base_2_agrees_with_the_C_library_and_is_exact_for_powers_of_2()
    {
        Gen.Double[-1000, 1000].Sample(exponent =>
        {
            double x = Math.Pow(2, exponent), expected = Math.Log2(x);
            return Math.Abs(PortableMath.Log2(x) - expected) <= 1e-15 * Math.Max(1, Math.Abs(expected));
        });
        Assert.IsTrue(Enumerable.Range(-1022, 2046).All(power => PortableMath.Log2(Math.ScaleB(1, power)) == power));
    }

    [TestMethod]
    public void Logarithm_of_1_and_a_little_keeps_its_relative_precision()
    {
        Gen.Double[-0.999, 3].Sample(x =>
            Math.Abs(PortableMath.LogP1(x) - Math.Log(1 + x)) <= 1e-15 * Math.Max(0.3, Math.Abs(Math.Log(1 + x))));
        // ln(1 + x) = x − x²/2 + x³/3 − … for small x.
        Gen.Double[-1e-5, 1e-5].Where(x => x != 0)
            .Sample(x => Math.Abs(PortableMath.LogP1(x) / (x * (1 - x * (0.5 - x * (1 / 3.0 - x / 4)))) - 1) <= 1e-15);
        Assert.AreEqual(0, PortableMath.LogP1(0));
        Assert.AreEqual(-1e-300, PortableMath.LogP1(-1e-300));
    }

    [TestMethod]
    public void Exponential_agrees_with_the_C_library_over_its_whole_range()
    {
        Gen.Double[-708, 709.7].Sample(x => Math.Abs(PortableMath.Exp(x) / Math.Exp(x) - 1) <= 6e-16);
        Gen.Double[-1, 1].Sample(x => Math.Abs(PortableMath.Exp(x) / Math.Exp(x) - 1) <= 6e-16);
        Gen.Double[-745, -708].Sample(x => Math.Abs(PortableMath.Exp(x) - Math.Exp(x)) <= 2 * double.Epsilon + 1e-15 * Math.Exp(x));
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(-0.0, 1)]
    [DataRow(-746.5, 0)]
    [DataRow(double.NegativeInfinity, 0)]
    [DataRow(709.9, double.PositiveInfinity)]
    [DataRow(double.PositiveInfinity, double.PositiveInfinity)]
    [DataRow(double.NaN, double.NaN)]
    public void Exponential_ends_where_a_double_does(double x, double expected) => Assert.AreEqual(expected, PortableMath.Exp(x));

    [TestMethod]
    public void Whole_powers_agree_with_the_C_library_to_as_many_units_as_the_exponent()
    {
        Gen.Select(Gen.Double[0.5, 1], Gen.Long[0, 1000]).Sample((x, exponent) =>
            Math.Abs(PortableMath.Pow(x, exponent) / Math.Pow(x, exponent) - 1) <= (exponent + 2) * 2.3e-16);
        Assert.AreEqual(1, PortableMath.Pow(0, 0));
        Assert.AreEqual(0, PortableMath.Pow(0.999, long.MaxValue));
        Assert.AreEqual(1024, PortableMath.Pow(2, 10));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PortableMath.Pow(2, -1));
    }

    [TestMethod]
    public void Cosine_takes_any_number_of_turns_and_is_exact_at_quarters()
    {
        Gen.Double[-20, 20].Sample(turns =>
            Math.Abs(PortableMath.CosTurn(turns) - Math.Cos(2 * Math.PI * (turns - Math.Floor(turns)))) <= 1e-15);
        Assert.AreSequenceEqual(
            [1.0, 0, -1, 0, 1, -1, 1], new[] { 0, 0.25, 0.5, 0.75, 1, 3.5, 4 }.Select(PortableMath.CosTurn).ToArray());
    }
}
