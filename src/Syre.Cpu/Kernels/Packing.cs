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
    private const int ColumnsAtOnce = 16;

    /// <summary>Rows of W, times a scale of the row where there is one, into the panels of W's columns.</summary>
    /// <param name="w">W, <c>[rows, columns]</c>.</param>
    /// <param name="rows">Rows of W.</param>
    /// <param name="panels">The panels of its columns.</param>
    /// <param name="packed">Where to, <c>[panel][rows][width]</c>.</param>
    /// <param name="rowScale">A scale of each row, or null.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">One past the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* w, int rows, in Panels panels, float* packed, float* rowScale, int from, int to)
    {
        int columns = panels.Columns;
        for (int r = from; r < to; r++)
        {
            float scale = rowScale == null ? 1 : rowScale[r];
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

    /// <summary>The panel of Wᵀ whose columns are some rows of W, times a scale of the row where there is one.</summary>
    /// <param name="w">W, <c>[rows, columns]</c>.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="panels">The panels of W's rows.</param>
    /// <param name="panel">Which.</param>
    /// <param name="packed">Where to, <c>[panel][columns][width]</c>.</param>
    /// <param name="rowScale">A scale of each row of W, or null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* w, int columns, in Panels panels, int panel, float* packed, float* rowScale)
    {
        int start = panels.Start(panel), width = panels.Width(panel), rows = panels.End(panel) - start;
        float* source = w + (nint)start * columns, target = packed + (nint)start * columns;
        int whole = Sse.IsSupported ? rows / 4 * 4 : 0;
        // A few columns at a time, so that a line of the target is filled while it is in the first cache.
        for (int from = 0; from < columns; from += ColumnsAtOnce)
        {
            int to = Math.Min(from + ColumnsAtOnce, columns);
            for (int row = 0; row < whole; row += 4)
                Transpose4(source + (nint)row * columns, columns, from, to, target + row, width);
            for (int row = whole; row < rows; row++)
            {
                for (int c = from; c < to; c++)
                    target[(nint)c * width + row] = source[(nint)row * columns + c];
            }
        }
        for (int row = 0; rowScale != null && row < rows; row++)
        {
            for (int c = 0; c < columns; c++)
                target[(nint)c * width + row] *= rowScale[start + row];
        }
    }

    /// <summary>Some columns of four rows as four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose4(float* w, int columns, int from, int to, float* target, nint width)
    {
        float* w1 = w + columns, w2 = w1 + columns, w3 = w2 + columns;
        int c = from;
        for (; c + 4 <= to; c += 4)
        {
            Vector128<float> x0 = Vector128.Load(w + c), x1 = Vector128.Load(w1 + c);
            Vector128<float> x2 = Vector128.Load(w2 + c), x3 = Vector128.Load(w3 + c);
            Vector128<float> low01 = Sse.UnpackLow(x0, x1), low23 = Sse.UnpackLow(x2, x3);
            Vector128<float> high01 = Sse.UnpackHigh(x0, x1), high23 = Sse.UnpackHigh(x2, x3);
            float* t = target + c * width;
            Vector128.Store(Sse.MoveLowToHigh(low01, low23), t);
            Vector128.Store(Sse.MoveHighToLow(low23, low01), t + width);
            Vector128.Store(Sse.MoveLowToHigh(high01, high23), t + 2 * width);
            Vector128.Store(Sse.MoveHighToLow(high23, high01), t + 3 * width);
        }
        for (; c < to; c++)
        {
            float* t = target + c * width;
            (t[0], t[1], t[2], t[3]) = (w[c], w1[c], w2[c], w3[c]);
        }
    }
}
