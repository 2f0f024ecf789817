using Syre.Cpu.Kernels;
using Syre.Cpu.Losses;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>A lane's rows through all layers and back. It reads the layers' copies and writes to the lane's memory only.</summary>
internal static unsafe class LanePass<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>Columns of the widest panel.</summary>
    private const int MostPanel = 64;

    /// <summary>Forward, the loss and, in training, backward.</summary>
    public static void Run(NetworkPlan network, StepPlan step, int lane, LaneMemory memory)
    {
        (int from, int count) = step.Lane(lane);
        memory.Rows = count;
        Forward(network, InputRows.Of(step.Rows, step.Start + from), step, step.FirstMask + from, memory);
        if (step.Loss is { } loss)
            Compare(network.Outputs, step, loss, from, memory);
        if (step.IsTraining)
            Backward(network.Layers, memory);
        if (step.IsTraining && network.Embedding is { } embedding)
            EmbeddingPass<TS, TV>.InputGradients(embedding, network.Layers[0], memory);
    }

    /// <summary>Forward only, of rows in memory of somebody else.</summary>
    public static void Run(NetworkPlan network, in InputRows input, LaneMemory memory) => Forward(network, input, null, 0, memory);

    private static void Gather(in InputRows input, int columns, LaneMemory memory)
    {
        int size = input.Size;
        for (int r = 0; r < memory.Rows; r++)
        {
            new ReadOnlySpan<float>(input.Features + input.Row(r) * size, size)
                .CopyTo(new Span<float>(memory.Input + (nint)r * memory.InputStep, size));
        }
        Clear(memory.Input, memory.InputStep, memory.Rows, columns);
    }

    private static void Forward(NetworkPlan network, in InputRows input, StepPlan? step, int from, LaneMemory memory)
    {
        if (!network.ReadsEntries)
            Gather(input, network.Layers[0].Layer.Inputs, memory);
        if (network.Embedding is { } embedding)
            EmbeddingPass<TS, TV>.Forward(embedding, memory);
        uint number = 0;
        for (int layer = 0; layer < network.Layers.Length; layer++)
        {
            uint columns = (uint)network.Layers[layer].Layer.Outputs;
            var pass = new LayerPass<TS, TV>(network.Layers[layer], layer, step, number + (uint)from * columns, memory);
            if (network.Layers[layer].Layer.IsTable)
                pass.Entries(input);
            else
                pass.Dense();
            number += (uint)(step?.AllRows ?? 0) * columns;
        }
        if (network.Direct is { } direct)
            TableInput<TS, TV>.AddDirect(direct, input, memory);
    }

    /// <summary>The rows' losses; their logits become the gradient of the mean loss.</summary>
    private static void Compare(int outputs, StepPlan step, CpuLoss loss, int from, LaneMemory memory)
    {
        CpuRows rows = step.Rows;
        float* logits = memory.Outputs(memory.Steps.Length - 1);
        int logitStep = memory.Steps[^1];
        for (int tile = 0; tile * Tile.Rows < memory.Rows; tile++)
        {
            var sum = new LossSum();
            for (int r = tile * Tile.Rows; r < Math.Min((tile + 1) * Tile.Rows, memory.Rows); r++)
            {
                long row = rows.Order[step.Start + from + r];
                float weight = rows.Weights == null ? 1 : rows.Weights[row];
                RowLoss<TS, TV>.Apply(
                    new LossRow(
                        logits + (nint)r * logitStep, outputs, rows.Targets + row * rows.TargetSize, weight, weight / step.AllRows, loss),
                    ref sum);
                new Span<float>(logits + (nint)r * logitStep + outputs, logitStep - outputs).Clear();
            }
            memory.Losses[tile] = sum.Loss;
        }
        Clear(logits, logitStep, memory.Rows, logitStep);
    }

    private static void Backward(LayerPlan[] plans, LaneMemory memory)
    {
        float* tile = stackalloc float[Tile.Rows * MostPanel];
        int padded = Tile.Padded(memory.Rows);
        for (int layer = plans.Length - 1; layer > 0; layer--)
        {
            LayerPlan plan = plans[layer];
            float* d = memory.Gradients(layer), gradients = memory.Gradients(layer - 1), shares = memory.Shares(layer - 1);
            float* biasSums = memory.BiasSums(layer - 1), shareSums = memory.ShareSums(layer - 1);
            nint step = memory.Steps[layer], below = memory.Steps[layer - 1];
            for (int panel = 0; panel < plan.InPanels.Count; panel++)
            {
                int column = plan.InPanels.Start(panel), width = plan.InPanels.Width(panel), vectors = width / TS.Count;
                float* weights = plan.Backward + (nint)column * plan.Layer.Outputs;
                for (int r = 0; r < padded; r += Tile.Rows)
                {
                    nint at = r * below + column, sums = r / Tile.Rows * below + column;
                    Tile<TS, TV>.Run(
                        d + r * step, step, 1, weights, width, plan.Layer.Outputs, null, tile, MostPanel, plan.Layer.Gain, vectors);
                    Epilogue<TS, TV>.Derive(
                        tile, MostPanel, gradients + at, shares == null ? null : shares + at, below, biasSums + sums,
                        shares == null ? null : shareSums + sums, vectors);
                }
            }
        }
    }

    /// <summary>Zeroes in the rows that fill the last tile.</summary>
    private static void Clear(float* matrix, int step, int rows, int columns)
    {
        for (int r = rows; r < Tile.Padded(rows); r++)
            new Span<float>(matrix + (nint)r * step, columns).Clear();
    }
}
