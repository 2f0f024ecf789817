using System.Runtime.CompilerServices;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>x·s with s = 1/(1 + e⁻ˣ), whose derivative is s + x·s(1 − s).</summary>
internal readonly struct Silu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        Sigmoid.Apply<TS, TV>(x, out TV s, out TV ds);
        f = TS.Mul(x, s);
        df = TS.Fma(x, ds, s);
    }
}
