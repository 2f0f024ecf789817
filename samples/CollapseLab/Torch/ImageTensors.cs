using CollapseLab.Data;
using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>Images and classes as tensors.</summary>
/// <param name="Images"><c>[rows, 1, side, side]</c> in [0, 1].</param>
/// <param name="Labels">int64 <c>[rows]</c>.</param>
internal sealed record ImageTensors(Tensor Images, Tensor Labels)
{
    public int Count => (int)Images.shape[0];

    /// <summary>Pixels of a side.</summary>
    public int Side => (int)Images.shape[3];

    /// <summary>The images as <c>[rows, pixels]</c>.</summary>
    public Tensor Flat => Images.flatten(1);

    /// <summary>Rows of the seed to train on, and the first ones to measure on, for the current dispose scope.</summary>
    /// <param name="trial">The run.</param>
    /// <param name="train">How many to train on.</param>
    /// <param name="test">How many to measure on.</param>
    /// <param name="factor">Side of the squares of pixels that are replaced by their mean.</param>
    public static (ImageTensors Train, ImageTensors Test) Draw(Trial trial, int train, int test, int factor = 1)
    {
        ImageSet images = trial.Images;
        return (Create(images.Train.Sample(train, trial.Seed)), Create(images.Test.First(test)));

        ImageTensors Create(ImageRows rows)
        {
            int side = images.Side / factor;
            return new ImageTensors(
                tensor(rows.Pooled(images.Side, factor).Pixels, rows.Count, 1, side, side),
                tensor([.. rows.Labels.Select(label => (long)label)], int64));
        }
    }

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
