using System.Runtime.CompilerServices;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>x·Φ(x), whose derivative is Φ(x) + x·φ(x).</summary>
internal readonly struct Gelu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        TV share = VectorMath<TS, TV>.NormalDistribution(x, out TV density);
        f = TS.Mul(x, share);
        df = TS.Fma(x, density, share);
    }
}
