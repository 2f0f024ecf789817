using System.Runtime.CompilerServices;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>max(0, x), whose derivative at 0 is 0.</summary>
internal readonly struct Relu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        f = TS.Max(TS.Set(0), x);
        df = TS.IfPositive(x, TS.Set(1), TS.Set(0));
    }
}
