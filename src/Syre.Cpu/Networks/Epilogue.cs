using System.Runtime.CompilerServices;
using Syre.Cpu.Activations;
using Syre.Cpu.Kernels;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>What is done to a tile right after its product, while it is in the first cache.</summary>
internal static unsafe class Epilogue<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>Adds the bias and activates, in the first rows of the tile.</summary>
    public static void Infer(CpuActivation activation, float* c, nint step, float* bias, float* share, int vectors, int rows)
    {
        switch (activation)
        {
            case CpuActivation.Relu: Infer<Relu>(c, step, bias, share, vectors, rows); break;
            case CpuActivation.Selu: Infer<Selu>(c, step, bias, share, vectors, rows); break;
            case CpuActivation.Mish: Infer<Mish>(c, step, bias, share, vectors, rows); break;
            case CpuActivation.Gelu: Infer<Gelu>(c, step, bias, share, vectors, rows); break;
            case CpuActivation.Silu: Infer<Silu>(c, step, bias, share, vectors, rows); break;
            case CpuActivation.Tanh: Infer<Tanh>(c, step, bias, share, vectors, rows); break;
            default: Infer<Sigmoid>(c, step, bias, share, vectors, rows); break;
        }
    }

    /// <summary>Adds the bias, activates, drops, and keeps what the way back needs.</summary>
    public static void Train(CpuActivation activation, in TileTraining tile)
    {
        switch (activation)
        {
            case CpuActivation.Relu: Train<Relu>(tile); break;
            case CpuActivation.Selu: Train<Selu>(tile); break;
            case CpuActivation.Mish: Train<Mish>(tile); break;
            case CpuActivation.Gelu: Train<Gelu>(tile); break;
            case CpuActivation.Silu: Train<Silu>(tile); break;
            case CpuActivation.Tanh: Train<Tanh>(tile); break;
            default: Train<Sigmoid>(tile); break;
        }
    }

    /// <summary>Adds the bias to the first rows of the last layer's tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBias(float* c, nint step, float* bias, int vectors, int rows)
    {
        for (int v = 0; v < vectors; v++, c += TS.Count, bias += TS.Count)
        {
            TV b = TS.Load(bias);
            for (int r = 0; r < rows; r++)
                TS.Store(TS.Add(TS.Load(c + r * step), b), c + r * step);
        }
    }

    /// <summary>
    /// From the gradient of a tile of outputs to that of its sums, in place of the derivative that <see cref="Train"/> left, and to the
    /// sums over its rows: the gradient of biases and shares.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Derive(
        float* t, nint tileStep, float* gradients, float* shares, nint step, float* biasSums, float* shareSums, int vectors)
    {
        for (int v = 0; v < vectors; v++, t += TS.Count, gradients += TS.Count, biasSums += TS.Count)
        {
            TV bias = TS.Set(0), share = TS.Set(0);
            for (int r = 0; r < Tile.Rows; r++)
            {
                TV d = TS.Load(t + r * tileStep), sum = TS.Mul(d, TS.Load(gradients + r * step));
                TS.Store(sum, gradients + r * step);
                bias = TS.Add(bias, sum);
                if (shares != null)
                    share = TS.Fma(d, TS.Load(shares + r * step), share);
            }
            TS.Store(bias, biasSums);
            if (shares == null)
                continue;
            TS.Store(share, shareSums);
            shares += TS.Count;
            shareSums += TS.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Infer<TActivation>(float* c, nint step, float* bias, float* share, int vectors, int rows)
        where TActivation : IActivation
    {
        for (int v = 0; v < vectors; v++, c += TS.Count, bias += TS.Count)
        {
            TV b = TS.Load(bias);
            for (int r = 0; r < rows; r++)
            {
                TV x = TS.Add(TS.Load(c + r * step), b);
                TActivation.Apply<TS, TV>(x, out TV f, out _);
                TS.Store(share == null ? f : TS.Fma(TS.Load(share), TS.Sub(f, x), x), c + r * step);
            }
            if (share != null)
                share += TS.Count;
        }
    }

    /// <summary>
    /// With m the mask and x the sum, c becomes m·(x + a·(f(x) − x)); shares gets its derivative by a, m·(f(x) − x), and gradients that by
    /// x, m·(1 + a·(f′(x) − 1)). Neither the mask nor the sums are kept.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Train<TActivation>(in TileTraining tile)
        where TActivation : IActivation
    {
        float* c = tile.Outputs, gradients = tile.Gradients, shares = tile.Shares, bias = tile.Bias, share = tile.Share;
        nint step = tile.Step;
        uint number = tile.Number, columns = tile.Columns, key = tile.Dropout.Key, threshold = tile.Dropout.Threshold;
        TV one = TS.Set(1), kept = TS.Set(tile.Dropout.Kept);
        for (int v = 0; v < tile.Vectors; v++, c += TS.Count, gradients += TS.Count, bias += TS.Count, number += (uint)TS.Count)
        {
            TV b = TS.Load(bias), a = share == null ? one : TS.Load(share);
            for (int r = 0; r < Tile.Rows; r++)
            {
                TV x = TS.Add(TS.Load(c + r * step), b);
                TActivation.Apply<TS, TV>(x, out TV y, out TV dy);
                TV d = one;
                if (share != null)
                {
                    d = TS.Sub(y, x);
                    (y, dy) = (TS.Fma(a, d, x), TS.Fma(a, TS.Sub(dy, one), one));
                }
                if (threshold != 0)
                {
                    TV m = TS.Mask(number + (uint)r * columns, key, threshold, kept);
                    (y, d, dy) = (TS.Mul(y, m), TS.Mul(d, m), TS.Mul(dy, m));
                }
                TS.Store(y, c + r * step);
                TS.Store(dy, gradients + r * step);
                if (share != null)
                    TS.Store(d, shares + r * step);
            }
            if (share == null)
                continue;
            share += TS.Count;
            shares += TS.Count;
        }
    }
}

/// <summary>A tile of a hidden layer's sums on its way through <see cref="Epilogue{TS, TV}.Train"/>.</summary>
internal readonly unsafe ref struct TileTraining
{
    public required float* Outputs { get; init; }

    public required float* Gradients { get; init; }

    public required float* Shares { get; init; }

    public required nint Step { get; init; }

    public required float* Bias { get; init; }

    public required float* Share { get; init; }

    public required int Vectors { get; init; }

    /// <summary>Number of the first element, for its mask.</summary>
    public required uint Number { get; init; }

    /// <summary>What is added to it a row.</summary>
    public required uint Columns { get; init; }

    public required Dropout Dropout { get; init; }
}
