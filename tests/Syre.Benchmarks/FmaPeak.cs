using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Syre.Cpu;
using Syre.Cpu.Simd;

namespace Syre.Benchmarks;

/// <summary>
/// Fused multiply-adds and nothing else, on the widest registers that are fast here. Twelve or 24 sums that do not depend on each other
/// hide the operation's latency, which is 4 cycles of 2 operations each on today's processors.
/// </summary>
internal static class FmaPeak
{
    private const int Rounds = 64;

    /// <summary>So many floating-point operations, a multiply-add being two; rounded up to a few thousand.</summary>
    public static float Run(double operations) => CpuSupport.Widest switch
    {
        RegisterWidth.Bits512 => Run<Simd512, Vector512<float>>(operations),
        RegisterWidth.Bits256 => Run<Simd256, Vector256<float>>(operations),
        _ => Run<Simd128, Vector128<float>>(operations),
    };

    private static unsafe float Run<TS, TV>(double operations)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        float* room = stackalloc float[TS.Count];
        bool isWide = TS.PanelVectors == 4;
        long times = (long)Math.Ceiling(operations / (2.0 * TS.Count * Rounds * (isWide ? 24 : 12)));
        float sum = 0;
        for (long i = 0; i < times; i++)
        {
            if (isWide)
                Round24<TS, TV>(room);
            else
                Round12<TS, TV>(room);
            sum += *room;
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Round24<TS, TV>(float* room)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        TV x = TS.Set(0.5f), y = TS.Set(0.25f);
        TV a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x, a8 = x, a9 = x, a10 = x, a11 = x;
        TV b0 = y, b1 = y, b2 = y, b3 = y, b4 = y, b5 = y, b6 = y, b7 = y, b8 = y, b9 = y, b10 = y, b11 = y;
        for (int i = 0; i < Rounds; i++)
        {
            (a0, a1, a2) = (TS.Fma(x, y, a0), TS.Fma(x, y, a1), TS.Fma(x, y, a2));
            (a3, a4, a5) = (TS.Fma(x, y, a3), TS.Fma(x, y, a4), TS.Fma(x, y, a5));
            (a6, a7, a8) = (TS.Fma(x, y, a6), TS.Fma(x, y, a7), TS.Fma(x, y, a8));
            (a9, a10, a11) = (TS.Fma(x, y, a9), TS.Fma(x, y, a10), TS.Fma(x, y, a11));
            (b0, b1, b2) = (TS.Fma(x, y, b0), TS.Fma(x, y, b1), TS.Fma(x, y, b2));
            (b3, b4, b5) = (TS.Fma(x, y, b3), TS.Fma(x, y, b4), TS.Fma(x, y, b5));
            (b6, b7, b8) = (TS.Fma(x, y, b6), TS.Fma(x, y, b7), TS.Fma(x, y, b8));
            (b9, b10, b11) = (TS.Fma(x, y, b9), TS.Fma(x, y, b10), TS.Fma(x, y, b11));
        }
        TV a = Sum<TS, TV>(a0, a1, a2, a3, a4, a5), c = Sum<TS, TV>(a6, a7, a8, a9, a10, a11);
        TV b = Sum<TS, TV>(b0, b1, b2, b3, b4, b5), d = Sum<TS, TV>(b6, b7, b8, b9, b10, b11);
        TS.Store(TS.Add(TS.Add(a, b), TS.Add(c, d)), room);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Round12<TS, TV>(float* room)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        TV x = TS.Set(0.5f), y = TS.Set(0.25f);
        TV a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, b0 = y, b1 = y, b2 = y, b3 = y, b4 = y, b5 = y;
        for (int i = 0; i < Rounds; i++)
        {
            (a0, a1, a2) = (TS.Fma(x, y, a0), TS.Fma(x, y, a1), TS.Fma(x, y, a2));
            (a3, a4, a5) = (TS.Fma(x, y, a3), TS.Fma(x, y, a4), TS.Fma(x, y, a5));
            (b0, b1, b2) = (TS.Fma(x, y, b0), TS.Fma(x, y, b1), TS.Fma(x, y, b2));
            (b3, b4, b5) = (TS.Fma(x, y, b3), TS.Fma(x, y, b4), TS.Fma(x, y, b5));
        }
        TS.Store(TS.Add(Sum<TS, TV>(a0, a1, a2, a3, a4, a5), Sum<TS, TV>(b0, b1, b2, b3, b4, b5)), room);
    }

    private static TV Sum<TS, TV>(TV a, TV b, TV c, TV d, TV e, TV f)
        where TS : struct, ISimd<TV>
        where TV : struct => TS.Add(TS.Add(TS.Add(a, b), TS.Add(c, d)), TS.Add(e, f));
}
