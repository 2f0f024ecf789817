using System.Runtime.Intrinsics;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Tests.Numerics;

[TestClass]
public sealed class CosineTests
{
    [TestMethod]
    public void Cosine_and_sine_are_right_to_12e_8_up_to_1e4()
    {
        double worstCos = 0, worstSin = 0;
        void Check(float x)
        {
            Vector128<float> cos = VectorMath<Simd128, Vector128<float>>.Cos(Vector128.Create(x), out Vector128<float> sin);
            worstCos = Math.Max(worstCos, Math.Abs(cos[0] - Math.Cos(x)));
            worstSin = Math.Max(worstSin, Math.Abs(sin[0] - Math.Sin(x)));
        }

        for (int i = -1_000_000; i <= 1_000_000; i++)
        {
            Check(i * 1e-2f);
            Check(i * 1e-5f);
        }
        // Where the turn is rounded off, and its zeros.
        for (int quarter = 0; quarter < 6_000; quarter++)
        {
            float at = (float)(quarter * Math.PI / 2);
            for (float x = MathF.BitDecrement(at); x <= MathF.BitIncrement(at); x = MathF.BitIncrement(x))
                Check(x);
        }
        Assert.IsLessThan(1.2e-7, worstCos, "cos");
        Assert.IsLessThan(1.2e-7, worstSin, "sin");
    }

    [TestMethod]
    public void Cosine_of_what_is_not_finite_is_NaN()
    {
        foreach (float x in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Vector128<float> cos = VectorMath<Simd128, Vector128<float>>.Cos(Vector128.Create(x), out Vector128<float> sin);
            Assert.IsTrue(float.IsNaN(cos[0]) && float.IsNaN(sin[0]), $"{x}");
        }
    }
}
