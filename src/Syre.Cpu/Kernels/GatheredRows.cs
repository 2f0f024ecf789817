using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Kernels;

/// <summary>
/// Σ fᵢ·M[rᵢ]: a sum of some rows of a matrix, as they lie. Each element is one chain of fused multiply-adds in the order of the list, so
/// that the last register may lie over the one before it where the columns are no multiple of it, and nothing beyond a row is touched.
/// </summary>
internal static unsafe class GatheredRows<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>The sum, times a scale; 0 of an empty list.</summary>
    /// <param name="matrix">M.</param>
    /// <param name="columns">Its columns, which lie side by side.</param>
    /// <param name="list">The rows and their factors.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="sum">Where to, columns numbers.</param>
    public static void Sum(float* matrix, int columns, in RowList list, float scale, float* sum)
    {
        if (columns >= TS.Count)
            Wide(matrix, columns, list, scale, sum);
        else if (columns >= Simd128.Count)
            GatheredRows<Simd128, Vector128<float>>.Wide(matrix, columns, list, scale, sum);
        else
            Narrow(matrix, columns, list, scale, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(float* matrix, int columns, in RowList list, float scale, float* sum)
    {
        int column = 0;
        for (; column + 4 * TS.Count <= columns; column += 4 * TS.Count)
            Four(matrix + column, columns, list, scale, sum + column);
        for (; column < columns; column += TS.Count)
        {
            int at = Math.Min(column, columns - TS.Count);
            One(matrix + at, columns, list, scale, sum + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* matrix, nint step, in RowList list, float scale, float* sum)
    {
        TV s0 = TS.Set(0), s1 = s0, s2 = s0, s3 = s0;
        int* rows = list.Rows;
        float* factors = list.Factors, rowScale = list.RowScale;
        int count = list.Count;
        for (int i = 0; i < count; i++)
        {
            nint r = rows[i];
            TV factor = TS.Set(rowScale == null ? factors[i] : factors[i] * rowScale[r]);
            float* row = matrix + r * step;
            s0 = TS.Fma(factor, TS.Load(row), s0);
            s1 = TS.Fma(factor, TS.Load(row + TS.Count), s1);
            s2 = TS.Fma(factor, TS.Load(row + 2 * TS.Count), s2);
            s3 = TS.Fma(factor, TS.Load(row + 3 * TS.Count), s3);
        }
        TV scales = TS.Set(scale);
        TS.Store(TS.Mul(s0, scales), sum);
        TS.Store(TS.Mul(s1, scales), sum + TS.Count);
        TS.Store(TS.Mul(s2, scales), sum + 2 * TS.Count);
        TS.Store(TS.Mul(s3, scales), sum + 3 * TS.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* matrix, nint step, in RowList list, float scale, float* sum)
    {
        TV s = TS.Set(0);
        int* rows = list.Rows;
        float* factors = list.Factors, rowScale = list.RowScale;
        int count = list.Count;
        for (int i = 0; i < count; i++)
        {
            nint r = rows[i];
            s = TS.Fma(TS.Set(rowScale == null ? factors[i] : factors[i] * rowScale[r]), TS.Load(matrix + r * step), s);
        }
        TS.Store(TS.Mul(s, TS.Set(scale)), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(float* matrix, int columns, in RowList list, float scale, float* sum)
    {
        for (int column = 0; column < columns; column++)
        {
            float s = 0;
            for (int i = 0; i < list.Count; i++)
            {
                nint r = list.Rows[i];
                float factor = list.RowScale == null ? list.Factors[i] : list.Factors[i] * list.RowScale[r];
                s = MathF.FusedMultiplyAdd(factor, matrix[r * columns + column], s);
            }
            sum[column] = s * scale;
        }
    }
}

/// <summary>Rows of a matrix, each with a factor.</summary>
/// <param name="rows">The rows; one may come several times.</param>
/// <param name="factors">Their factors.</param>
/// <param name="count">How many.</param>
/// <param name="rowScale">What a factor is multiplied by, for every row of the matrix; null for 1.</param>
internal readonly unsafe ref struct RowList(int* rows, float* factors, int count, float* rowScale)
{
    public readonly int* Rows = rows;
    public readonly float* Factors = factors, RowScale = rowScale;
    public readonly int Count = count;
}
