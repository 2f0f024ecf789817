using System.Runtime.CompilerServices;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Kernels;

/// <summary>Sizes that all widths of registers share.</summary>
internal static class Tile
{
    /// <summary>Rows of a tile: with four registers beside each other 24 sums, which leaves 8 of 32 registers for what is read.</summary>
    public const int Rows = 6;

    /// <summary>So many rows, rounded up to whole tiles.</summary>
    public static int Padded(int rows) => (rows + Rows - 1) / Rows * Rows;

    /// <summary>
    /// Floats from a row to the next in a matrix of so many columns: an odd number of cache lines, so that the elements of a column do not
    /// fall into the same few sets of the cache, and columns need not be copied to be read.
    /// </summary>
    public static int Lead(int columns) => ((columns + 15) / 16 | 1) * 16;
}

/// <summary>
/// Products of a tile: C = scale·(C₀ + A·B), of 6 rows and 4, 2 or 1 registers. Each element is one chain of fused multiply-adds in the
/// order of what is summed over, whatever the tile and the register: so the bits depend on neither. A's two steps make it serve A·B and
/// Aᵀ·B alike.
/// </summary>
internal static unsafe class Tile<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <param name="a">A's first element of the tile.</param>
    /// <param name="ars">Floats from a row of A in the tile to the next.</param>
    /// <param name="acs">Floats from a summand of A to the next.</param>
    /// <param name="b">B's first element of the tile.</param>
    /// <param name="bs">Floats from a summand of B to the next.</param>
    /// <param name="k">Number of summands.</param>
    /// <param name="c0">C₀'s first element, or null for 0.</param>
    /// <param name="c">C's first element.</param>
    /// <param name="cs">Floats from a row of C to the next, and of C₀.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="vectors">Width in registers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(
        float* a, nint ars, nint acs, float* b, nint bs, int k, float* c0, float* c, nint cs, float scale, int vectors)
    {
        if (vectors == 4)
            Run4(a, ars, acs, b, bs, k, c0, c, cs, scale);
        else if (vectors == 2)
            Run2(a, ars, acs, b, bs, k, c0, c, cs, scale);
        else
            Run1(a, ars, acs, b, bs, k, c0, c, cs, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run4(float* a, nint ars, nint acs, float* b, nint bs, int k, float* c0, float* c, nint cs, float scale)
    {
        TV zero = TS.Set(0);
        TV c00 = zero, c01 = zero, c02 = zero, c03 = zero, c10 = zero, c11 = zero, c12 = zero, c13 = zero;
        TV c20 = zero, c21 = zero, c22 = zero, c23 = zero, c30 = zero, c31 = zero, c32 = zero, c33 = zero;
        TV c40 = zero, c41 = zero, c42 = zero, c43 = zero, c50 = zero, c51 = zero, c52 = zero, c53 = zero;
        if (c0 != null)
        {
            Get4(c0, ref c00, ref c01, ref c02, ref c03);
            Get4(c0 + cs, ref c10, ref c11, ref c12, ref c13);
            Get4(c0 + 2 * cs, ref c20, ref c21, ref c22, ref c23);
            Get4(c0 + 3 * cs, ref c30, ref c31, ref c32, ref c33);
            Get4(c0 + 4 * cs, ref c40, ref c41, ref c42, ref c43);
            Get4(c0 + 5 * cs, ref c50, ref c51, ref c52, ref c53);
        }
        float* a3 = a + 3 * ars;
        for (int l = 0; l < k; l++, a += acs, a3 += acs, b += bs)
        {
            TV b0 = TS.Load(b), b1 = TS.Load(b + TS.Count), b2 = TS.Load(b + 2 * TS.Count), b3 = TS.Load(b + 3 * TS.Count);
            Add4(TS.Set(a[0]), b0, b1, b2, b3, ref c00, ref c01, ref c02, ref c03);
            Add4(TS.Set(a[ars]), b0, b1, b2, b3, ref c10, ref c11, ref c12, ref c13);
            Add4(TS.Set(a[2 * ars]), b0, b1, b2, b3, ref c20, ref c21, ref c22, ref c23);
            Add4(TS.Set(a3[0]), b0, b1, b2, b3, ref c30, ref c31, ref c32, ref c33);
            Add4(TS.Set(a3[ars]), b0, b1, b2, b3, ref c40, ref c41, ref c42, ref c43);
            Add4(TS.Set(a3[2 * ars]), b0, b1, b2, b3, ref c50, ref c51, ref c52, ref c53);
        }
        TV s = TS.Set(scale);
        Put4(c, s, c00, c01, c02, c03);
        Put4(c + cs, s, c10, c11, c12, c13);
        Put4(c + 2 * cs, s, c20, c21, c22, c23);
        Put4(c + 3 * cs, s, c30, c31, c32, c33);
        Put4(c + 4 * cs, s, c40, c41, c42, c43);
        Put4(c + 5 * cs, s, c50, c51, c52, c53);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run2(float* a, nint ars, nint acs, float* b, nint bs, int k, float* c0, float* c, nint cs, float scale)
    {
        TV zero = TS.Set(0);
        TV c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
        TV c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
        if (c0 != null)
        {
            Get2(c0, ref c00, ref c01);
            Get2(c0 + cs, ref c10, ref c11);
            Get2(c0 + 2 * cs, ref c20, ref c21);
            Get2(c0 + 3 * cs, ref c30, ref c31);
            Get2(c0 + 4 * cs, ref c40, ref c41);
            Get2(c0 + 5 * cs, ref c50, ref c51);
        }
        float* a3 = a + 3 * ars;
        for (int l = 0; l < k; l++, a += acs, a3 += acs, b += bs)
        {
            TV b0 = TS.Load(b), b1 = TS.Load(b + TS.Count);
            Add2(TS.Set(a[0]), b0, b1, ref c00, ref c01);
            Add2(TS.Set(a[ars]), b0, b1, ref c10, ref c11);
            Add2(TS.Set(a[2 * ars]), b0, b1, ref c20, ref c21);
            Add2(TS.Set(a3[0]), b0, b1, ref c30, ref c31);
            Add2(TS.Set(a3[ars]), b0, b1, ref c40, ref c41);
            Add2(TS.Set(a3[2 * ars]), b0, b1, ref c50, ref c51);
        }
        TV s = TS.Set(scale);
        Put2(c, s, c00, c01);
        Put2(c + cs, s, c10, c11);
        Put2(c + 2 * cs, s, c20, c21);
        Put2(c + 3 * cs, s, c30, c31);
        Put2(c + 4 * cs, s, c40, c41);
        Put2(c + 5 * cs, s, c50, c51);
    }

    /// <summary>
    /// One sum an element here too, although the latency of the multiply-add then shows: how columns are cut into panels must not change a
    /// bit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run1(float* a, nint ars, nint acs, float* b, nint bs, int k, float* c0, float* c, nint cs, float scale)
    {
        TV zero = TS.Set(0);
        TV x0 = zero, x1 = zero, x2 = zero, x3 = zero, x4 = zero, x5 = zero;
        if (c0 != null)
        {
            (x0, x1, x2) = (TS.Load(c0), TS.Load(c0 + cs), TS.Load(c0 + 2 * cs));
            (x3, x4, x5) = (TS.Load(c0 + 3 * cs), TS.Load(c0 + 4 * cs), TS.Load(c0 + 5 * cs));
        }
        float* a3 = a + 3 * ars;
        for (int l = 0; l < k; l++, a += acs, a3 += acs, b += bs)
        {
            TV b0 = TS.Load(b);
            x0 = TS.Fma(TS.Set(a[0]), b0, x0);
            x1 = TS.Fma(TS.Set(a[ars]), b0, x1);
            x2 = TS.Fma(TS.Set(a[2 * ars]), b0, x2);
            x3 = TS.Fma(TS.Set(a3[0]), b0, x3);
            x4 = TS.Fma(TS.Set(a3[ars]), b0, x4);
            x5 = TS.Fma(TS.Set(a3[2 * ars]), b0, x5);
        }
        TV s = TS.Set(scale);
        TS.Store(TS.Mul(s, x0), c);
        TS.Store(TS.Mul(s, x1), c + cs);
        TS.Store(TS.Mul(s, x2), c + 2 * cs);
        TS.Store(TS.Mul(s, x3), c + 3 * cs);
        TS.Store(TS.Mul(s, x4), c + 4 * cs);
        TS.Store(TS.Mul(s, x5), c + 5 * cs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Get2(float* c, ref TV x0, ref TV x1) => (x0, x1) = (TS.Load(c), TS.Load(c + TS.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Get4(float* c, ref TV x0, ref TV x1, ref TV x2, ref TV x3)
    {
        Get2(c, ref x0, ref x1);
        Get2(c + 2 * TS.Count, ref x2, ref x3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add2(TV a, TV b0, TV b1, ref TV c0, ref TV c1)
    {
        c0 = TS.Fma(a, b0, c0);
        c1 = TS.Fma(a, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add4(TV a, TV b0, TV b1, TV b2, TV b3, ref TV c0, ref TV c1, ref TV c2, ref TV c3)
    {
        Add2(a, b0, b1, ref c0, ref c1);
        Add2(a, b2, b3, ref c2, ref c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put2(float* c, TV s, TV x0, TV x1)
    {
        TS.Store(TS.Mul(s, x0), c);
        TS.Store(TS.Mul(s, x1), c + TS.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put4(float* c, TV s, TV x0, TV x1, TV x2, TV x3)
    {
        Put2(c, s, x0, x1);
        Put2(c + 2 * TS.Count, s, x2, x3);
    }
}
