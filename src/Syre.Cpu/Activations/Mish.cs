using System.Runtime.CompilerServices;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>x·tanh(log(1 + eˣ)) = x·n/(n + 2) with n = eˣ(eˣ + 2): one exponential, one division, no logarithm.</summary>
internal readonly struct Mish : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        TV atMost = TS.Min(TS.Set(20), x);
        VectorMath<TS, TV>.ExpM1(atMost, out TV e);
        TV n = TS.Fma(e, e, TS.Add(e, e)), d = TS.Add(n, TS.Set(2));
        TV t = TS.Div(n, d), r = TS.Div(TS.Set(2), d);
        f = TS.Mul(x, t);
        // The derivative of t is 4·eˣ(1 + eˣ)/(n + 2)², which is nothing beside 1 where x is larger than it counts here.
        df = TS.Fma(TS.Mul(atMost, TS.Mul(r, r)), TS.Fma(e, e, e), t);
    }
}
