using CollapseLab.Data;
using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>Images and classes as tensors.</summary>
/// <param name="Images"><c>[rows, 1, side, side]</c> in [0, 1].</param>
/// <param name="Labels">int64 <c>[rows]</c>.</param>
internal sealed record ImageTensors(Tensor Images, Tensor Labels)
{
    public int Count => (int)Images.shape[0];

    /// <summary>The images as <c>[rows, pixels]</c>.</summary>
    public Tensor Flat => Images.flatten(1);

    /// <summary>Tensors of the current dispose scope.</summary>
    public static ImageTensors Create(ImageRows rows, int side) => new(
        tensor(rows.Pixels, rows.Count, 1, side, side), tensor([.. rows.Labels.Select(label => (long)label)], int64));

    /// <summary>Some of the rows.</summary>
    public ImageTensors this[int[] rows]
    {
        get
        {
            using Tensor index = tensor([.. rows.Select(row => (long)row)], int64);
            return new ImageTensors(Images.index_select(0, index), Labels.index_select(0, index));
        }
    }
}
