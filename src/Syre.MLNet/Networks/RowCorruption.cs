using Syre.Cpu;
using Syre.MLNet.Inputs;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>Corrupts rows as SCARF does (arXiv 2106.15147): some of a row's numbers are those of other rows.</summary>
internal static class RowCorruption
{
    /// <summary>
    /// Rows of which each number, with a probability, is that of the same slot in a row of the batch drawn at random. Of sparse rows, whose
    /// slots are 0 in nearly all rows, an entry becomes 0.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rate">The probability.</param>
    /// <param name="random">Random numbers.</param>
    public static FeatureRows Corrupt(in FeatureRows rows, double rate, ElementRandom random)
    {
        Tensor values = rows.Dense ?? rows.Values!;
        int count = (int)values.numel();
        var kept = new float[count];
        for (int i = 0; i < count; i++)
            kept[i] = random.Uniform(i) < rate ? 0 : 1;
        Tensor mask = tensor(kept, device: values.device).reshape(values.shape);
        if (rows.Dense is null)
            return rows with { Values = values * mask };
        var others = new long[count];
        for (int i = 0; i < count; i++)
            others[i] = (long)(random.Uniform(count + i) * values.shape[0]);
        Tensor drawn = values.gather(0, tensor(others, device: values.device).reshape(values.shape));
        return new FeatureRows(where(mask.to(@bool), values, drawn));
    }
}
