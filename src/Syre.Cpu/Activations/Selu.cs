using System.Runtime.CompilerServices;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>
/// s·x for x above 0, s·α·(eˣ − 1) below; s and α are those that keep mean 0 and variance 1 (Klambauer et al. 2017, equation 14).
/// </summary>
internal readonly struct Selu : IActivation
{
    private const float Scale = 1.05070098735548f;
    private const float ScaleAlpha = (float)(1.05070098735548 * 1.67326324235438);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        TV below = VectorMath<TS, TV>.ExpM1(TS.Min(TS.Set(0), x), out TV exp);
        f = TS.IfPositive(x, TS.Mul(x, TS.Set(Scale)), TS.Mul(below, TS.Set(ScaleAlpha)));
        df = TS.IfPositive(x, TS.Set(Scale), TS.Mul(exp, TS.Set(ScaleAlpha)));
    }
}
