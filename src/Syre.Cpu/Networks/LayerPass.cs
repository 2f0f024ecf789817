using Syre.Cpu.Kernels;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>A lane's rows forward through one layer.</summary>
/// <param name="plan">The layer.</param>
/// <param name="layer">Its number.</param>
/// <param name="step">What is to be done; null for outputs only.</param>
/// <param name="firstMask">Number of the first element's mask.</param>
/// <param name="memory">The lane.</param>
internal readonly unsafe ref struct LayerPass<TS, TV>(LayerPlan plan, int layer, StepPlan? step, uint firstMask, LaneMemory memory)
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly float* _output = memory.Outputs(layer);
    private readonly nint _step = memory.Steps[layer];

    /// <summary>Rows of a tile that are computed: a single row, of which nothing but outputs is wanted, by itself.</summary>
    private readonly int _rows = step is null && memory.Rows == 1 ? 1 : Tile.Rows;

    /// <summary>From the outputs of the layer below.</summary>
    public void Dense()
    {
        float* input = memory.InputOf(layer);
        nint inputStep = memory.InputStepOf(layer);
        int inputs = plan.Layer.Inputs, padded = Tile.Padded(memory.Rows);
        float gain = plan.Layer.Gain;
        for (int panel = 0; panel < plan.OutPanels.Count; panel++)
        {
            int column = plan.OutPanels.Start(panel), width = plan.OutPanels.Width(panel), vectors = width / TS.Count;
            float* weights = plan.Forward + (nint)column * inputs;
            for (int r = 0; r < padded; r += Tile.Rows)
            {
                float* sums = _output + r * _step + column;
                if (_rows == 1)
                    RowProduct<TS, TV>.Run(input, weights, width, inputs, sums, gain, vectors);
                else
                    Tile<TS, TV>.Run(input + r * inputStep, inputStep, 1, weights, width, inputs, null, sums, _step, gain, vectors);
                Finish(r, column, vectors);
            }
        }
    }

    /// <summary>From the entries of the rows.</summary>
    public void Entries(in InputRows rows)
    {
        for (int r = 0; r < memory.Rows; r += Tile.Rows)
        {
            TableInput<TS, TV>.Sum(plan, rows, r, Math.Min(Tile.Rows, memory.Rows - r), _output + r * _step, _step);
            for (int panel = 0; panel < plan.OutPanels.Count; panel++)
                Finish(r, plan.OutPanels.Start(panel), plan.OutPanels.Width(panel) / TS.Count);
        }
    }

    /// <summary>What comes after a tile's sums.</summary>
    private void Finish(int r, int column, int vectors)
    {
        nint at = r * _step + column;
        float* bias = plan.Bias + column, share = plan.Share == null ? null : plan.Share + column;
        if (plan.Layer.Activation is not { } activation)
        {
            Epilogue<TS, TV>.AddBias(_output + at, _step, bias, vectors, _rows);
        }
        else if (step is not { IsTraining: true })
        {
            Epilogue<TS, TV>.Infer(activation, _output + at, _step, bias, share, vectors, _rows);
        }
        else
        {
            uint columns = (uint)plan.Layer.Outputs;
            Epilogue<TS, TV>.Train(activation, new TileTraining
            {
                Outputs = _output + at,
                Gradients = memory.Gradients(layer) + at,
                Shares = share == null ? null : memory.Shares(layer) + at,
                Step = _step,
                Bias = bias,
                Share = share,
                Vectors = vectors,
                Number = firstMask + (uint)r * columns + (uint)column,
                Columns = columns,
                Dropout = step.Dropout,
            });
        }
    }
}
