using System.Numerics;
using CsCheck;
using Syre.Cpu.Numerics;

namespace Syre.Cpu.Tests.Numerics;

[TestClass]
public sealed class ElementRandomTests
{
    /// <summary>
    /// The expected numbers come from a separate Python program with the C library's log, sin and cos, rounded to float32.
    /// </summary>
    [TestMethod]
    public void Gives_the_same_numbers_as_another_implementation()
    {
        CollectionAssert.AreEqual(
            new[] { 1.0283719301223755f, 0.022009503096342087f, 0.5240532159805298f, -0.7706277966499329f }, Normal(0, "0.weight", 4));
        CollectionAssert.AreEqual(new[] { -0.8399401903152466f, -0.855423629283905f }, Uniform(0, "0.weight", 2, 1));
        const long far = (1L << 40) + 1;
        CollectionAssert.AreEqual(new[] { -0.004626770503818989f }, Normal(-7, "schicht.größe", 1, far, 0.02));
        CollectionAssert.AreEqual(new[] { -5.975212843623012e-06f }, Uniform(-7, "schicht.größe", 1, 1e-5, far));
    }

    [TestMethod]
    public void An_element_depends_on_its_index_and_not_on_where_the_filling_starts() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], Gen.Long).Sample((start, count, seed) =>
            Normal(seed, "w", start + count)[start..].SequenceEqual(Normal(seed, "w", count, start)) &&
            Uniform(seed, "w", start + count, 0.1)[start..].SequenceEqual(Uniform(seed, "w", count, 0.1, start)));

    /// <summary>Registers compute several at once.</summary>
    [TestMethod]
    public void Normal_numbers_have_the_bits_of_the_scalar_functions() =>
        Gen.Select(Gen.Long, Gen.Long[0, long.MaxValue / 4], Gen.Int[1, 300]).Sample((seed, first, count) =>
        {
            float[] numbers = Normal(seed, "w", 2 * count, 2 * first, 0.3);
            for (int pair = 0; pair < count; pair++)
            {
                (float one, float other) = Pair(seed, first + pair, 0.3);
                Assert.AreEqual(BitConverter.SingleToInt32Bits(one), BitConverter.SingleToInt32Bits(numbers[2 * pair]));
                Assert.AreEqual(BitConverter.SingleToInt32Bits(other), BitConverter.SingleToInt32Bits(numbers[2 * pair + 1]));
            }
        });

    [TestMethod]
    public void Vectors_have_the_bits_of_the_scalar_functions_at_the_edges_of_their_ranges()
    {
        foreach (double share in Enumerable.Range(0, 33).SelectMany(i => Around(i / 32.0)).Append(1e-16).Where(x => x is >= 0 and <= 1))
        {
            (Vector<double> sin, Vector<double> cos) = PortableVectors.SinCosTurn(new Vector<double>(share));
            (double expectedSin, double expectedCos) = PortableMath.SinCosTurn(share);
            AreSame(expectedSin, sin, share);
            AreSame(expectedCos, cos, share);
            foreach (double x in new[] { 2.3e-308, share, 1 + share, 2 * Math.Sqrt(0.5) + share, 1e300 * share, double.MaxValue })
            {
                if (double.IsNormal(x))
                    AreSame(PortableMath.Log(x), PortableVectors.Log(new Vector<double>(x)), x);
            }
        }

        static double[] Around(double x) => [Math.BitDecrement(x), x, Math.BitIncrement(x)];

        static void AreSame(double expected, Vector<double> actual, double x)
        {
            for (int i = 0; i < Vector<double>.Count; i++)
                Assert.AreEqual(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual[i]), $"{x}");
        }
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(1L)]
    [DataRow(long.MinValue)]
    public void Theta0_is_standard_normal_by_moments_and_by_Kolmogorov_and_Smirnov(long seed)
    {
        const int count = 200_000;
        double[] sample = [.. Normal(seed, "layer.weight", count).Select(x => (double)x).Order()];
        double mean = sample.Average(), variance = sample.Average(x => x * x) - mean * mean;
        Assert.AreEqual(0, mean, 4 / Math.Sqrt(count));
        Assert.AreEqual(1, variance, 4 * Math.Sqrt(2.0 / count));
        Assert.AreEqual(0, sample.Average(x => x * x * x), 4 * Math.Sqrt(15.0 / count));
        Assert.AreEqual(3, sample.Average(x => x * x * x * x), 4 * Math.Sqrt(96.0 / count));
        double distance = sample.Select((x, i) => Math.Abs(Cdf(x) - (i + 0.5) / count)).Max() + 0.5 / count;
        Assert.IsLessThan(1.95 / Math.Sqrt(count), distance, "the 0.1 % point of the Kolmogorov distribution");
    }

    [TestMethod]
    public void Neighbours_and_other_names_and_other_seeds_are_uncorrelated()
    {
        const int count = 100_000;
        float[] sample = Normal(0, "a", count + 2);
        float[][] others = [sample[1..], sample[2..], Normal(0, "b", count), Normal(1, "a", count), Normal(0, "a.", count),
            Uniform(0, "a", count, Math.Sqrt(3))];
        foreach (float[] other in others)
            Assert.AreEqual(0, Enumerable.Range(0, count).Average(i => (double)sample[i] * other[i]), 4.5 / Math.Sqrt(count));
    }

    [TestMethod]
    public void Xi_fills_its_interval_evenly_and_almost_never_repeats()
    {
        const int count = 100_000;
        const double halfWidth = 1e-5;
        float[] sample = Uniform(3, "w", count, halfWidth);
        Assert.IsTrue(sample.All(x => Math.Abs(x) <= halfWidth));
        Assert.AreEqual(0, sample.Average(x => x / halfWidth), 4 / Math.Sqrt(3 * count));
        Assert.AreEqual(1 / 3.0, sample.Average(x => x / halfWidth * (x / halfWidth)), 4 * Math.Sqrt(4 / 45.0 / count));
        Assert.IsGreaterThan(0.998 * count, sample.Distinct().Count(), "1 + ξ in float32 has about 250 values");
        Assert.IsLessThan(260, sample.Select(x => 1 + x).Distinct().Count());
    }

    private static float[] Normal(long seed, string name, int count, long start = 0, double sigma0 = 1)
    {
        var values = new float[count];
        new ElementRandom(seed, name).FillNormal(values, start, sigma0);
        return values;
    }

    /// <summary>Box and Muller, number by number.</summary>
    private static (float One, float Other) Pair(long seed, long pair, double deviation)
    {
        ulong hash = 0xCBF29CE484222325;
        hash = (hash ^ 'w') * 0x100000001B3;
        (ulong low, ulong high) = Philox.Bits(Philox.Bits((ulong)seed, hash, 1).Low, (ulong)pair, 0);
        double radius = Math.Sqrt(-2 * PortableMath.Log(1 - Unit(low)));
        (double sin, double cos) = PortableMath.SinCosTurn(Unit(high));
        return ((float)(radius * cos * deviation), (float)(radius * sin * deviation));

        static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));
    }

    private static float[] Uniform(long seed, string name, int count, double halfWidth, long start = 0)
    {
        var values = new float[count];
        new ElementRandom(seed, name).FillUniform(values, start, halfWidth);
        return values;
    }

    /// <summary>The normal distribution function, by Simpson's rule from 0: an error below 1e-9 on |x| &lt; 6.</summary>
    private static double Cdf(double x)
    {
        const int steps = 100;
        double h = x / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++)
            sum += (i is 0 or steps ? 1 : 2 + 2 * (i & 1)) * Math.Exp(-0.5 * (i * h) * (i * h));
        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
