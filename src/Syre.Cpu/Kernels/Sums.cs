using System.Runtime.CompilerServices;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Kernels;

/// <summary>Sums whose order no register changes.</summary>
internal static unsafe class Sums<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>Running sums of a dot product: one for each place of the widest register.</summary>
    private const int Places = 16;

    /// <summary>Adds some rows of a matrix, one after the other, to a row; columns up to a whole register are read and written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(float* matrix, nint step, int rows, int columns, float* sums)
    {
        for (int c = 0; c < columns; c += TS.Count)
        {
            TV sum = TS.Load(sums + c);
            float* at = matrix + c;
            for (int r = 0; r < rows; r++, at += step)
                sum = TS.Add(sum, TS.Load(at));
            TS.Store(sum, sums + c);
        }
    }

    /// <summary>Σ a·b by 16 running sums, which are then added in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, int count)
    {
        float* sums = stackalloc float[Places];
        int whole = count / Places * Places;
        for (int place = 0; place < Places; place += TS.Count)
        {
            TV sum = TS.Set(0);
            for (int i = place; i < whole; i += Places)
                sum = TS.Fma(TS.Load(a + i), TS.Load(b + i), sum);
            TS.Store(sum, sums + place);
        }
        for (int i = whole; i < count; i++)
            sums[i - whole] = MathF.FusedMultiplyAdd(a[i], b[i], sums[i - whole]);
        float dot = 0;
        for (int place = 0; place < Places; place++)
            dot += sums[place];
        return dot;
    }

    /// <summary>Multiplies numbers in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* values, float factor, int count)
    {
        TV factors = TS.Set(factor);
        int i = 0;
        for (; i + TS.Count <= count; i += TS.Count)
            TS.Store(TS.Mul(TS.Load(values + i), factors), values + i);
        for (; i < count; i++)
            values[i] *= factor;
    }

    /// <summary>Σ x², in double precision and in order of the elements' places in 8 running sums.</summary>
    public static double Squares(float* values, int count)
    {
        Span<double> sums = stackalloc double[8];
        for (int i = 0; i < count; i++)
            sums[i & 7] += (double)values[i] * values[i];
        double all = 0;
        foreach (double sum in sums)
            all += sum;
        return all;
    }
}
