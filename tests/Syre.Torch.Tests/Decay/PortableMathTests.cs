using CsCheck;
using Syre.Torch.Decay;

namespace Syre.Torch.Tests.Decay;

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
}
