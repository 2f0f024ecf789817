using System.Runtime.CompilerServices;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Losses;

/// <summary>The losses, row by row: what a row adds, and the gradient by its outputs in their place.</summary>
internal static unsafe class RowLoss<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>
    /// 2⁻⁶⁴: a smaller gradient moves no weight, Adam's included, whose ε is 10⁻⁸. But carried back through the layers, or squared for a
    /// moment, it is a subnormal number, which takes a hundred cycles: once rows are told apart by more than e⁶⁰, all of them are.
    /// </summary>
    private const float LeastGradient = 5.421011e-20f;

    /// <summary>Adds a row's loss, and makes its outputs their gradient, 0 where it is too small to matter.</summary>
    public static void Apply(in LossRow row, ref LossSum sum)
    {
        switch (row.Loss.Kind)
        {
            case CpuLossKind.CrossEntropy:
                CrossEntropy(row, ref sum);
                break;
            case CpuLossKind.BinaryCrossEntropy:
                BinaryCrossEntropy(row, ref sum);
                break;
            case CpuLossKind.SquaredError:
                SquaredError(row, ref sum);
                break;
            default:
                Huber(row, ref sum);
                break;
        }
        for (int o = 0; o < row.Count; o++)
        {
            // NaN stays.
            if (Math.Abs(row.Outputs[o]) < LeastGradient)
                row.Outputs[o] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CrossEntropy(in LossRow row, ref LossSum sum)
    {
        float* x = row.Outputs;
        bool isClass = *row.Target >= 0 && *row.Target < row.Count;
        int count = row.Count, target = isClass ? (int)*row.Target : 0, best = 0;
        float smoothing = row.Loss.Smoothing;
        double all = 0;
        for (int o = 0; o < count; o++)
        {
            all += x[o];
            best = x[o] > x[best] ? o : best;
        }
        float atTarget = x[target], largest = x[best];
        for (int o = 0; o < count; o += TS.Count)
        {
            VectorMath<TS, TV>.ExpM1(TS.Sub(TS.Load(x + o), TS.Set(largest)), out TV e);
            TS.Store(e, x + o);
        }
        float total = 0;
        for (int o = 0; o < count; o++)
            total += x[o];
        sum.Add(isClass ? row.Weight * (largest - (1.0 - smoothing) * atTarget - smoothing * all / count) : double.NaN);
        sum.AddLog(total, row.Weight);
        float factor = row.Share / total, uniform = smoothing / count * row.Share;
        for (int o = 0; o < count; o++)
            x[o] = x[o] * factor - uniform;
        x[target] -= (1 - smoothing) * row.Share;
    }

    private static void BinaryCrossEntropy(in LossRow row, ref LossSum sum)
    {
        float* x = row.Outputs, room = stackalloc float[TS.Count];
        float share = row.Share / row.Count;
        double weight = row.Weight / (double)row.Count;
        for (int o = 0; o < row.Count; o++)
        {
            float y = row.Target[o] * (1 - row.Loss.Smoothing) + row.Loss.Smoothing / 2, z = x[o];
            VectorMath<TS, TV>.ExpM1(TS.Set(-Math.Abs(z)), out TV exp);
            TS.Store(exp, room);
            float e = *room;
            sum.Add(weight * (Math.Max(z, 0) - (double)z * y));
            sum.AddLog(1.0 + e, weight);
            x[o] = ((z >= 0 ? 1 / (1 + e) : e / (1 + e)) - y) * share;
        }
    }

    private static void SquaredError(in LossRow row, ref LossSum sum)
    {
        float* x = row.Outputs;
        float share = row.Share / row.Count;
        double squares = 0;
        for (int o = 0; o < row.Count; o++)
        {
            float d = x[o] - row.Target[o];
            squares += (double)d * d;
            x[o] = 2 * d * share;
        }
        sum.Add(squares * (row.Weight / (double)row.Count));
    }

    private static void Huber(in LossRow row, ref LossSum sum)
    {
        float* x = row.Outputs;
        float share = row.Share / row.Count, delta = row.Loss.Delta;
        double weight = row.Weight / (double)row.Count;
        for (int o = 0; o < row.Count; o++)
        {
            float d = x[o] - row.Target[o], size = Math.Abs(d);
            sum.Add(weight * (size <= delta ? 0.5 * d * d : delta * (size - 0.5 * delta)));
            x[o] = (size <= delta ? d : MathF.CopySign(delta, d)) * share;
        }
    }
}
