using System.Runtime.CompilerServices;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>tanh x = m/(m + 2) with m = e²ˣ − 1, whose derivative is 1 − tanh²x.</summary>
internal readonly struct Tanh : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        TV m = VectorMath<TS, TV>.ExpM1(TS.Min(TS.Set(20), TS.Add(x, x)), out _);
        f = TS.Div(m, TS.Add(m, TS.Set(2)));
        df = TS.Fma(TS.Sub(TS.Set(0), f), f, TS.Set(1));
    }
}
