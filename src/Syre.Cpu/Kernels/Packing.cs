using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Syre.Cpu.Kernels;

/// <summary>
/// Copies of a weight matrix in the order in which tiles read it: all rows of the first panel's columns, then all rows of the next.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>Rows of W, times a factor and where there is one a scale of the row, into the panels of W's columns.</summary>
    /// <param name="w">W, <c>[rows, columns]</c>.</param>
    /// <param name="rows">Rows of W.</param>
    /// <param name="panels">The panels of its columns.</param>
    /// <param name="packed">Where to, <c>[panel][rows][width]</c>.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="rowScale">A scale of each row, or null.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">One past the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* w, int rows, in Panels panels, float* packed, float factor, float* rowScale, int from, int to)
    {
        int columns = panels.Columns;
        for (int r = from; r < to; r++)
        {
            float scale = rowScale == null ? factor : factor * rowScale[r];
            var scales = new Vector<float>(scale);
            for (int p = 0; p < panels.Count; p++)
            {
                int start = panels.Start(p), width = panels.Width(p), have = Math.Min(width, columns - start), c = 0;
                float* target = packed + (nint)start * rows + (nint)r * width, source = w + (nint)r * columns + start;
                for (; c + Vector<float>.Count <= have; c += Vector<float>.Count)
                    Vector.Store(Vector.Load(source + c) * scales, target + c);
                for (; c < have; c++)
                    target[c] = source[c] * scale;
            }
        }
    }

    /// <summary>The panel of Wᵀ whose columns are some rows of W, times a factor.</summary>
    /// <param name="w">W, <c>[rows, columns]</c>.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="panels">The panels of W's rows.</param>
    /// <param name="panel">Which.</param>
    /// <param name="packed">Where to, <c>[panel][columns][width]</c>.</param>
    /// <param name="factor">The factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* w, int columns, in Panels panels, int panel, float* packed, float factor)
    {
        int start = panels.Start(panel), width = panels.Width(panel), have = panels.End(panel) - start, row = 0;
        float* target = packed + (nint)start * columns;
        if (Sse.IsSupported)
        {
            for (; row + 4 <= have; row += 4)
                Transpose4(w + (nint)(start + row) * columns, columns, target + row, width, factor);
        }
        for (; row < have; row++)
        {
            float* source = w + (nint)(start + row) * columns;
            for (int c = 0; c < columns; c++)
                target[(nint)c * width + row] = source[c] * factor;
        }
    }

    /// <summary>Four rows as four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose4(float* w, int columns, float* target, nint width, float factor)
    {
        var factors = Vector128.Create(factor);
        float* w1 = w + columns, w2 = w1 + columns, w3 = w2 + columns;
        int c = 0;
        for (; c + 4 <= columns; c += 4)
        {
            Vector128<float> x0 = Vector128.Load(w + c) * factors, x1 = Vector128.Load(w1 + c) * factors;
            Vector128<float> x2 = Vector128.Load(w2 + c) * factors, x3 = Vector128.Load(w3 + c) * factors;
            Vector128<float> low01 = Sse.UnpackLow(x0, x1), low23 = Sse.UnpackLow(x2, x3);
            Vector128<float> high01 = Sse.UnpackHigh(x0, x1), high23 = Sse.UnpackHigh(x2, x3);
            float* t = target + c * width;
            Vector128.Store(Sse.MoveLowToHigh(low01, low23), t);
            Vector128.Store(Sse.MoveHighToLow(low23, low01), t + width);
            Vector128.Store(Sse.MoveLowToHigh(high01, high23), t + 2 * width);
            Vector128.Store(Sse.MoveHighToLow(high23, high01), t + 3 * width);
        }
        for (; c < columns; c++)
        {
            float* t = target + c * width;
            (t[0], t[1], t[2], t[3]) = (w[c] * factor, w1[c] * factor, w2[c] * factor, w3[c] * factor);
        }
    }
}
