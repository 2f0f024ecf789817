using System.Runtime.CompilerServices;
using Syre.Cpu.Kernels;
using Syre.Cpu.Numerics;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>Embeddings of rows, and their gradients. Features lie beside each other in a register; every sum is one chain.</summary>
internal static unsafe class EmbeddingPass<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>Embeds the features of a lane's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(EmbeddingPlan plan, LaneMemory memory)
    {
        int features = plan.Embedding.Features, outputs = plan.Embedding.Outputs;
        float* sums = stackalloc float[outputs * TS.Count], values = stackalloc float[TS.Count];
        new Span<float>(values, TS.Count).Clear();
        for (int r = 0; r < memory.Rows; r++)
        {
            float* row = memory.Input + (nint)r * memory.InputStep, embedded = row + plan.RowFeatures;
            for (int j = 0; j < features; j += TS.Count)
            {
                int width = Math.Min(TS.Count, features - j);
                plan.Gather(row, j, values, width);
                Embed(plan, values, j, sums);
                for (int o = 0; o < outputs; o++)
                    new ReadOnlySpan<float>(sums + o * TS.Count, width).CopyTo(new Span<float>(embedded + (nint)o * features + j, width));
            }
        }
    }

    /// <summary>The gradient of what the embedding gives for a lane's rows, from that of the first layer's sums.</summary>
    public static void InputGradients(EmbeddingPlan embedding, LayerPlan plan, LaneMemory memory)
    {
        int outputs = plan.Layer.Outputs, padded = Tile.Padded(memory.Rows);
        nint step = memory.Steps[0], below = memory.InputStep;
        for (int panel = plan.InPanels.Of(embedding.RowFeatures); panel < plan.InPanels.Count; panel++)
        {
            int column = plan.InPanels.Start(panel), width = plan.InPanels.Width(panel);
            float* weights = plan.Backward + (nint)column * outputs;
            for (int r = 0; r < padded; r += Tile.Rows)
            {
                Tile<TS, TV>.Run(
                    memory.Gradients(0) + r * step, step, 1, weights, width, outputs, null, memory.InputGradients + r * below + column,
                    below, plan.Layer.Gain, width / TS.Count);
            }
        }
    }

    /// <summary>
    /// Gradients of the parameters of a part of the features, times a factor: of 2π·w·x + b = t, with g the gradient of e,
    /// dV = Σ cos t·g, dt = −sin t·(V·g), db = Σ dt and dw = 2π·Σ dt·x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(EmbeddingPlan plan, EmbeddingRoom room, int rows, int part, float factor, EmbeddingGradients gradients)
    {
        const int width = EmbeddingPlan.PartFeatures;
        int frequencies = plan.Embedding.Frequencies, outputs = plan.Embedding.Outputs;
        float* sums = stackalloc float[(outputs + 2) * width];
        for (int k = 0; k < frequencies; k++)
        {
            new Span<float>(sums, (outputs + 2) * width).Clear();
            for (int j = 0; j < width; j += TS.Count)
                SumFrequency(plan, room, rows, k, part * width + j, sums + j);
            gradients.Take(sums, gradients.Phase, frequencies, k, factor);
            gradients.Take(sums + width, gradients.Frequency, frequencies, k, factor * MathF.Tau);
            for (int o = 0; o < outputs; o++)
                gradients.Take(sums + (2 + o) * width, gradients.Map, frequencies * outputs, k * outputs + o, factor);
        }
        new Span<float>(sums, outputs * width).Clear();
        for (int o = 0; o < outputs; o++)
        {
            Sums<TS, TV>.AddRows(room.Gradient(o) + part * width, room.Step, rows, width, sums);
            gradients.Take(sums, gradients.Bias, outputs, o, factor);
            new Span<float>(sums, width).Clear();
        }
    }

    /// <summary>The e of some features that lie beside each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Embed(EmbeddingPlan plan, float* features, int first, float* sums)
    {
        int outputs = plan.Embedding.Outputs, frequencies = plan.Embedding.Frequencies;
        nint padded = plan.Padded;
        float* frequency = plan.Frequency + first, phase = plan.Phase + first, map = plan.Map + first;
        TV x = TS.Load(features);
        for (int o = 0; o < outputs; o++)
            TS.Store(TS.Load(plan.Bias + o * padded + first), sums + o * TS.Count);
        for (int k = 0; k < frequencies; k++, frequency += padded, phase += padded)
        {
            TV cos = VectorMath<TS, TV>.Cos(TS.Fma(TS.Load(frequency), x, TS.Load(phase)), out _);
            for (int o = 0; o < outputs; o++, map += padded)
                TS.Store(TS.Fma(cos, TS.Load(map), TS.Load(sums + o * TS.Count)), sums + o * TS.Count);
        }
    }

    /// <summary>Sums over the rows for one frequency of some features: of dt, of dt·x, then of cos t·g for each output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumFrequency(EmbeddingPlan plan, EmbeddingRoom room, int rows, int k, int first, float* sums)
    {
        const int width = EmbeddingPlan.PartFeatures;
        int outputs = plan.Embedding.Outputs;
        nint padded = plan.Padded, step = room.Step;
        float* map = plan.Map + (nint)k * outputs * padded + first, row = room.Features + first;
        TV frequency = TS.Load(plan.Frequency + k * padded + first), phase = TS.Load(plan.Phase + k * padded + first);
        TV zero = TS.Set(0), sum = zero, sumX = zero;
        for (int r = 0; r < rows; r++, row += step)
        {
            TV x = TS.Load(row), back = zero;
            TV cos = VectorMath<TS, TV>.Cos(TS.Fma(frequency, x, phase), out TV sin);
            float* g = row, at = sums + 2 * width;
            for (int o = 0; o < outputs; o++, at += width)
            {
                g += padded;
                TV gradient = TS.Load(g);
                back = TS.Fma(TS.Load(map + o * padded), gradient, back);
                TS.Store(TS.Fma(cos, gradient, TS.Load(at)), at);
            }
            TV dt = TS.Mul(TS.Sub(zero, sin), back);
            sum = TS.Add(sum, dt);
            sumX = TS.Fma(dt, x, sumX);
        }
        TS.Store(sum, sums);
        TS.Store(sumX, sums + width);
    }
}
