using System.Runtime.CompilerServices;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Kernels;

/// <summary>
/// Products of a single row: c = scale·(a·B), of 4, 2 or 1 registers, with the bits that <see cref="Tile{TS, TV}"/> gives each of its rows.
/// </summary>
internal static unsafe class RowProduct<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <param name="a">The row.</param>
    /// <param name="b">B's first element.</param>
    /// <param name="bs">Floats from a summand of B to the next.</param>
    /// <param name="k">Number of summands.</param>
    /// <param name="c">Where to.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="vectors">Width in registers.</param>
    public static void Run(float* a, float* b, nint bs, int k, float* c, float scale, int vectors)
    {
        if (vectors == 4)
            Run4(a, b, bs, k, c, TS.Set(scale));
        else
            Run1(a, b, bs, k, c, TS.Set(scale), vectors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run4(float* a, float* b, nint bs, int k, float* c, TV scale)
    {
        TV x0 = TS.Set(0), x1 = x0, x2 = x0, x3 = x0;
        for (int l = 0; l < k; l++, b += bs)
        {
            TV factor = TS.Set(a[l]);
            x0 = TS.Fma(factor, TS.Load(b), x0);
            x1 = TS.Fma(factor, TS.Load(b + TS.Count), x1);
            x2 = TS.Fma(factor, TS.Load(b + 2 * TS.Count), x2);
            x3 = TS.Fma(factor, TS.Load(b + 3 * TS.Count), x3);
        }
        TS.Store(TS.Mul(scale, x0), c);
        TS.Store(TS.Mul(scale, x1), c + TS.Count);
        TS.Store(TS.Mul(scale, x2), c + 2 * TS.Count);
        TS.Store(TS.Mul(scale, x3), c + 3 * TS.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run1(float* a, float* b, nint bs, int k, float* c, TV scale, int vectors)
    {
        for (int v = 0; v < vectors; v++, b += TS.Count, c += TS.Count)
        {
            TV x = TS.Set(0);
            for (int l = 0; l < k; l++)
                x = TS.Fma(TS.Set(a[l]), TS.Load(b + l * bs), x);
            TS.Store(TS.Mul(scale, x), c);
        }
    }
}
