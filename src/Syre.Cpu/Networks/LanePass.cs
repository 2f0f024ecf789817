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
    public static void Run(LayerPlan[] plans, StepPlan step, int lane, LaneMemory memory)
    {
        (int from, int count) = step.Lane(lane);
        memory.Rows = count;
        Gather(step, from, memory);
        Forward(plans, step, step.FirstMask + from, memory);
        if (step.Loss is { } loss)
            Compare(plans[^1].Layer.Outputs, step, loss, from, memory);
        if (step.IsTraining)
            Backward(plans, memory);
    }

    /// <summary>Forward only, of rows in memory of somebody else.</summary>
    public static void Run(LayerPlan[] plans, ReadOnlySpan<float> features, LaneMemory memory)
    {
        int size = plans[0].Layer.Inputs;
        for (int r = 0; r < memory.Rows; r++)
            features.Slice(r * size, size).CopyTo(new Span<float>(memory.Input + (nint)r * memory.InputStep, size));
        Clear(memory.Input, memory.InputStep, memory.Rows, size);
        Forward(plans, null, 0, memory);
    }

    private static void Gather(StepPlan step, int from, LaneMemory memory)
    {
        CpuRows rows = step.Rows;
        long* order = rows.Order + step.Start + from;
        for (int r = 0; r < memory.Rows; r++)
        {
            new ReadOnlySpan<float>(rows.Features + order[r] * rows.Size, rows.Size)
                .CopyTo(new Span<float>(memory.Input + (nint)r * memory.InputStep, rows.Size));
        }

        Clear(memory.Input, memory.InputStep, memory.Rows, rows.Size);
    }

    private static void Forward(LayerPlan[] plans, StepPlan? step, int from, LaneMemory memory)
    {
        int padded = Tile.Padded(memory.Rows);
        uint number = 0;
        for (int layer = 0; layer < plans.Length; layer++)
        {
            LayerPlan plan = plans[layer];
            float* input = memory.InputOf(layer), output = memory.Outputs(layer);
            nint inputStep = memory.InputStepOf(layer), outputStep = memory.Steps[layer];
            uint columns = (uint)plan.Layer.Outputs, first = number + (uint)from * columns;
            for (int panel = 0; panel < plan.OutPanels.Count; panel++)
            {
                int column = plan.OutPanels.Start(panel), width = plan.OutPanels.Width(panel), vectors = width / TS.Count;
                float* weights = plan.Forward + (nint)column * plan.Layer.Inputs;
                for (int r = 0; r < padded; r += Tile.Rows)
                {
                    nint at = r * outputStep + column;
                    Tile<TS, TV>.Run(
                        input + r * inputStep, inputStep, 1, weights, width, plan.Layer.Inputs, null, output + at, outputStep,
                        plan.Layer.Gain, vectors);
                    float* share = plan.Share == null ? null : plan.Share + column;
                    if (plan.Layer.Activation is not { } activation)
                    {
                        Epilogue<TS, TV>.AddBias(output + at, outputStep, plan.Bias + column, vectors);
                    }
                    else if (step is not { IsTraining: true })
                    {
                        Epilogue<TS, TV>.Infer(activation, output + at, outputStep, plan.Bias + column, share, vectors);
                    }
                    else
                    {
                        Epilogue<TS, TV>.Train(activation, new TileTraining
                        {
                            Outputs = output + at,
                            Gradients = memory.Gradients(layer) + at,
                            Shares = share == null ? null : memory.Shares(layer) + at,
                            Step = outputStep,
                            Bias = plan.Bias + column,
                            Share = share,
                            Vectors = vectors,
                            Number = first + (uint)r * columns + (uint)column,
                            Columns = columns,
                            Dropout = step.Dropout,
                        });
                    }
                }
            }
            number += (uint)(step?.AllRows ?? 0) * columns;
        }
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
            (memory.Losses[tile], memory.Errors[tile]) = (sum.Loss, sum.Error);
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
