using System.Runtime.CompilerServices;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>1/(1 + e⁻ˣ) = s, whose derivative is s(1 − s) = s²e⁻ˣ.</summary>
internal readonly struct Sigmoid : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        VectorMath<TS, TV>.ExpM1(TS.Sub(TS.Set(0), x), out TV e);
        f = TS.Div(TS.Set(1), TS.Add(TS.Set(1), e));
        df = TS.Mul(f, TS.Mul(e, f));
    }
}
