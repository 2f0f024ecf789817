using Syre.Cpu.Activations;
using Syre.Cpu.Numerics;

namespace Syre.Cpu.Tests.Numerics;

[TestClass]
public sealed class VectorMathTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Exponentials_are_within_two_units_over_all_numbers()
    {
        float[] x = Pointwise.AllRanges;
        (float[] expM1, float[] exp) = Pointwise.Run<Exponential>(CpuSupport.Widest, x);
        double Counted(double number) => Math.Clamp(number, -87, 88);
        Check("eˣ − 1", 2, x, expM1, number => TextbookActivation.ExpM1(Counted(number)));
        Check("eˣ", 1.5, x, exp, number => Math.Exp(Counted(number)));
    }

    [TestMethod]
    public void The_normal_distribution_keeps_its_digits_on_the_left()
    {
        float[] x = [.. Pointwise.AllRanges.Where(number => Math.Abs(number) <= 13)];
        (float[] share, float[] density) = Pointwise.Run<Normal>(CpuSupport.Widest, x);
        Check("Φ", 5e-7, x, share, TextbookActivation.Normal, relative: true);
        Check("φ", 5e-7, x, density, number => Math.Exp(-number * number / 2) / Math.Sqrt(2 * Math.PI), relative: true);
    }

    [TestMethod]
    public void Every_width_gives_equal_bits_and_NaN_stays_NaN()
    {
        Check<Exponential>();
        Check<Normal>();
        Check<Cosine>();

        static void Check<TFunction>()
            where TFunction : IActivation
        {
            float[] x = [.. Pointwise.AllRanges, float.NaN];
            (float[] first, float[] second) = Pointwise.Run<TFunction>(RegisterWidth.Bits128, x);
            Assert.IsTrue(float.IsNaN(first[^1]) && float.IsNaN(second[^1]), $"{typeof(TFunction).Name} of NaN");
            foreach (RegisterWidth width in Pointwise.Widths)
            {
                (float[] f, float[] g) = Pointwise.Run<TFunction>(width, x);
                Assert.AreSequenceEqual(Bits(first), Bits(f), $"{typeof(TFunction).Name}, {width}");
                Assert.AreSequenceEqual(Bits(second), Bits(g), $"{typeof(TFunction).Name}, {width}");
            }
        }
    }

    private static int[] Bits(float[] numbers) => Array.ConvertAll(numbers, BitConverter.SingleToInt32Bits);

    private void Check(string name, double most, float[] x, float[] results, Func<double, double> expected, bool relative = false)
    {
        (double units, float at) = relative
            ? x.Select((number, i) => (Units: Relative(results[i], expected(number)), At: number)).MaxBy(error => error.Units)
            : Pointwise.WorstUnits(x, results, expected, _ => 0);
        TestContext.WriteLine($"{name}: {units} at {at:r}");
        Assert.IsLessThanOrEqualTo(most, units, $"{name} at {at:r}");
    }

    /// <summary>Relative error, where the result is no denormal number.</summary>
    private static double Relative(float result, double expected) =>
        expected < 2e-38 ? Math.Max(0, Math.Abs(result - expected) - 2e-38) / 2e-38 : Math.Abs(result - expected) / expected;

    private readonly struct Exponential : IActivation
    {
        public static void Apply<TS, TV>(TV x, out TV f, out TV df)
            where TS : struct, Simd.ISimd<TV>
            where TV : struct => f = VectorMath<TS, TV>.ExpM1(x, out df);
    }

    private readonly struct Normal : IActivation
    {
        public static void Apply<TS, TV>(TV x, out TV f, out TV df)
            where TS : struct, Simd.ISimd<TV>
            where TV : struct => f = VectorMath<TS, TV>.NormalDistribution(x, out df);
    }

    private readonly struct Cosine : IActivation
    {
        public static void Apply<TS, TV>(TV x, out TV f, out TV df)
            where TS : struct, Simd.ISimd<TV>
            where TV : struct => f = VectorMath<TS, TV>.Cos(x, out df);
    }
}
