using Syre.Cpu.Activations;
using Syre.Cpu.Tests.Numerics;

namespace Syre.Cpu.Tests.Activations;

[TestClass]
public sealed class ActivationTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(CpuActivation.Relu, 0, 0)]
    [DataRow(CpuActivation.Selu, 2, 3e-7)]
    [DataRow(CpuActivation.Mish, 4, 3e-7)]
    [DataRow(CpuActivation.Gelu, 8, 3e-7)]
    [DataRow(CpuActivation.Silu, 4, 3e-7)]
    [DataRow(CpuActivation.Tanh, 4, 3e-7)]
    [DataRow(CpuActivation.Sigmoid, 3, 1e-7)]
    public void Values_are_within_units_in_the_last_place_and_derivatives_near_over_all_numbers(
        CpuActivation activation, double units, double absolute)
    {
        float[] x = [.. Pointwise.AllRanges.Where(float.IsFinite)];
        (float[] f, float[] df) = Run(activation, CpuSupport.Widest, x);
        // What is left of eˣ where x is far below 0 is e⁻⁸⁷, and x times that.
        double Tail(double number) => 2e-38 * Math.Max(1, Math.Abs(number));
        (double worst, float at) = Pointwise.WorstUnits(x, f, number => TextbookActivation.Of(activation, number).F, Tail);
        (double far, float where) = x
            .Select((number, i) => (Error: Math.Abs(df[i] - TextbookActivation.Of(activation, number).Df) - Tail(number), number))
            .MaxBy(error => double.IsNaN(error.Error) ? double.PositiveInfinity : error.Error);
        TestContext.WriteLine($"{activation}: {worst} units at {at:r}, derivative {far} at {where:r}");
        Assert.IsLessThanOrEqualTo(units, worst, $"{activation} at {at:r}");
        Assert.IsLessThanOrEqualTo(absolute, far, $"derivative of {activation} at {where:r}");
    }

    [TestMethod]
    [DataRow(CpuActivation.Relu, 0f)]
    [DataRow(CpuActivation.Selu, -1.7580993f)]
    [DataRow(CpuActivation.Mish, float.NegativeInfinity)]
    [DataRow(CpuActivation.Gelu, float.NegativeInfinity)]
    [DataRow(CpuActivation.Silu, float.NegativeInfinity)]
    [DataRow(CpuActivation.Tanh, -1f)]
    [DataRow(CpuActivation.Sigmoid, 0f)]
    public void Infinity_gives_the_limit_or_stays_infinite_and_NaN_stays_NaN(CpuActivation activation, float atMinus)
    {
        foreach (RegisterWidth width in Pointwise.Widths)
        {
            float[] f = Run(activation, width, [float.PositiveInfinity, float.NegativeInfinity, float.NaN, -float.NaN]).First;
            Assert.AreEqual(activation >= CpuActivation.Tanh ? 1 : float.PositiveInfinity, f[0]);
            if (float.IsInfinity(atMinus))
                Assert.AreEqual(atMinus, f[1]);
            else
                Assert.AreEqual(atMinus, f[1], 1e-6f);
            Assert.IsTrue(float.IsNaN(f[2]) && float.IsNaN(f[3]), $"{activation} of NaN, {width}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void Every_width_gives_equal_bits(CpuActivation activation)
    {
        float[] x = [.. Pointwise.AllRanges, float.NaN];
        (float[] f, float[] df) = Run(activation, RegisterWidth.Bits128, x);
        foreach (RegisterWidth width in Pointwise.Widths)
        {
            (float[] g, float[] dg) = Run(activation, width, x);
            for (int i = 0; i < x.Length; i++)
            {
                Assert.IsTrue(f[i].Equals(g[i]) && float.IsNegative(f[i]) == float.IsNegative(g[i]), $"{activation} of {x[i]:r}, {width}");
                Assert.IsTrue(df[i].Equals(dg[i]), $"derivative of {activation} at {x[i]:r}, {width}");
            }
        }
    }

    private static IEnumerable<object[]> All => Enum.GetValues<CpuActivation>().Select(activation => new object[] { activation });

    private static (float[] First, float[] Second) Run(CpuActivation activation, RegisterWidth width, float[] x) => activation switch
    {
        CpuActivation.Relu => Pointwise.Run<Relu>(width, x),
        CpuActivation.Selu => Pointwise.Run<Selu>(width, x),
        CpuActivation.Mish => Pointwise.Run<Mish>(width, x),
        CpuActivation.Gelu => Pointwise.Run<Gelu>(width, x),
        CpuActivation.Silu => Pointwise.Run<Silu>(width, x),
        CpuActivation.Tanh => Pointwise.Run<Tanh>(width, x),
        _ => Pointwise.Run<Sigmoid>(width, x),
    };
}
