using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>What is computed of some rows of a batch, from their features to the gradients of every layer's sums.</summary>
internal sealed unsafe class LaneMemory
{
    private readonly nint[] _outputs, _shares, _gradients;

    /// <param name="plans">The layers.</param>
    /// <param name="rows">Most rows.</param>
    /// <param name="arena">Where it is.</param>
    public LaneMemory(LayerPlan[] plans, int rows, Arena arena)
    {
        int padded = Tile.Padded(rows);
        // Tiles of a gradient read up to five columns beyond a matrix.
        float* Matrix(int step) => arena.Floats((long)padded * step + Tile.Rows);

        InputStep = Tile.Lead(plans[0].Layer.Inputs);
        Input = Matrix(InputStep);
        Steps = Array.ConvertAll(plans, plan => Tile.Lead(plan.OutPanels.Padded));
        (_outputs, _shares, _gradients) = (new nint[plans.Length], new nint[plans.Length], new nint[plans.Length]);
        for (int layer = 0; layer < plans.Length; layer++)
        {
            _outputs[layer] = (nint)Matrix(Steps[layer]);
            bool isLast = layer == plans.Length - 1;
            _gradients[layer] = isLast ? _outputs[layer] : (nint)Matrix(Steps[layer]);
            _shares[layer] = isLast || plans[layer].Share == null ? 0 : (nint)Matrix(Steps[layer]);
        }
        Losses = new double[padded / Tile.Rows];
        Errors = new double[padded / Tile.Rows];
    }

    /// <summary>Rows that are in it.</summary>
    public int Rows { get; set; }

    /// <summary>The features, <c>[rows, inputs]</c>.</summary>
    public float* Input { get; }

    /// <summary>Floats from a row of <see cref="Input"/> to the next.</summary>
    public int InputStep { get; }

    /// <summary>Floats from a row of a layer's matrices to the next.</summary>
    public int[] Steps { get; }

    /// <summary>Losses of the rows, a sum a tile.</summary>
    public double[] Losses { get; }

    /// <summary>Errors of the rows, a sum a tile.</summary>
    public double[] Errors { get; }

    /// <summary>A layer's outputs, after activation and mask; of the last the logits.</summary>
    public float* Outputs(int layer) => (float*)_outputs[layer];

    /// <summary>
    /// On the way there the derivative of a layer's outputs by its sums, on the way back the gradient of the sums; of the last layer in place
    /// of the logits.
    /// </summary>
    public float* Gradients(int layer) => (float*)_gradients[layer];

    /// <summary>The same by the layer's shares a, a row each; null where it has none.</summary>
    public float* Shares(int layer) => (float*)_shares[layer];

    /// <summary>What a layer reads.</summary>
    public float* InputOf(int layer) => layer == 0 ? Input : Outputs(layer - 1);

    /// <summary>Floats from a row of what a layer reads to the next.</summary>
    public int InputStepOf(int layer) => layer == 0 ? InputStep : Steps[layer - 1];
}
