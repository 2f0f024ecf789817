using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>What is computed of some rows of a batch, from their features to the gradients of every layer's sums.</summary>
internal sealed unsafe class LaneMemory
{
    private readonly nint[] _outputs, _shares, _gradients, _biasSums, _shareSums;

    /// <param name="network">The network.</param>
    /// <param name="rows">Most rows.</param>
    /// <param name="trains">Whether gradients are computed in it.</param>
    /// <param name="arena">Where it is.</param>
    public LaneMemory(NetworkPlan network, int rows, bool trains, Arena arena)
    {
        LayerPlan[] plans = network.Layers;
        int padded = Tile.Padded(rows), tiles = padded / Tile.Rows;
        // Tiles of a gradient read up to five columns beyond a matrix.
        float* Matrix(int step) => arena.Floats((long)padded * step + Tile.Rows);

        InputStep = network.ReadsEntries ? 0 : Tile.Lead(plans[0].Layer.Inputs);
        Input = Matrix(InputStep);
        InputGradients = trains && network.Embedding is not null ? Matrix(InputStep) : null;
        Steps = Array.ConvertAll(plans, plan => Tile.Lead(plan.OutPanels.Padded));
        _outputs = Array.ConvertAll(Steps, step => (nint)Matrix(step));
        (_gradients, _shares) = ((nint[])_outputs.Clone(), new nint[plans.Length]);
        (_biasSums, _shareSums) = (new nint[plans.Length], new nint[plans.Length]);
        for (int layer = 0; layer < plans.Length - 1 && trains; layer++)
        {
            _gradients[layer] = (nint)Matrix(Steps[layer]);
            _biasSums[layer] = (nint)arena.Floats((long)tiles * Steps[layer]);
            if (plans[layer].Share == null)
                continue;
            _shares[layer] = (nint)Matrix(Steps[layer]);
            _shareSums[layer] = (nint)arena.Floats((long)tiles * Steps[layer]);
        }
        Losses = new double[tiles];
    }

    /// <summary>Rows that are in it.</summary>
    public int Rows { get; set; }

    /// <summary>What the first layer reads, <c>[rows, inputs]</c>; nothing where rows are lists of entries.</summary>
    public float* Input { get; }

    /// <summary>Gradient of what is embedded, where <see cref="Input"/> has it; null where nothing is.</summary>
    public float* InputGradients { get; }

    /// <summary>Floats from a row of <see cref="Input"/> to the next.</summary>
    public int InputStep { get; }

    /// <summary>Floats from a row of a layer's matrices to the next.</summary>
    public int[] Steps { get; }

    /// <summary>Losses of the rows, a sum a tile.</summary>
    public double[] Losses { get; }

    /// <summary>A layer's outputs, after activation and mask; of the last the logits.</summary>
    public float* Outputs(int layer) => (float*)_outputs[layer];

    /// <summary>
    /// On the way there the derivative of a layer's outputs by its sums, on the way back the gradient of the sums; of the last layer in
    /// place of the logits.
    /// </summary>
    public float* Gradients(int layer) => (float*)_gradients[layer];

    /// <summary>The derivative of a hidden layer's outputs by its shares a; null where it has none.</summary>
    public float* Shares(int layer) => (float*)_shares[layer];

    /// <summary>Gradient of a hidden layer's biases, <c>[tiles, outputs]</c>.</summary>
    public float* BiasSums(int layer) => (float*)_biasSums[layer];

    /// <summary>Gradient of a hidden layer's shares, <c>[tiles, outputs]</c>; null where it has none.</summary>
    public float* ShareSums(int layer) => (float*)_shareSums[layer];

    /// <summary>Tiles that the rows are in.</summary>
    public int Tiles => (Rows + Tile.Rows - 1) / Tile.Rows;

    /// <summary>What a layer reads.</summary>
    public float* InputOf(int layer) => layer == 0 ? Input : Outputs(layer - 1);

    /// <summary>Floats from a row of what a layer reads to the next.</summary>
    public int InputStepOf(int layer) => layer == 0 ? InputStep : Steps[layer - 1];

    /// <summary>A row of a layer's outputs.</summary>
    public ReadOnlySpan<float> OutputRow(int layer, int row, int units) => new(Outputs(layer) + (nint)row * Steps[layer], units);
}
