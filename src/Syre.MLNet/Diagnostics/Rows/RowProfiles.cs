using Syre.MLNet.Inputs;
using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Rows;

/// <summary>Makes the profile of per-row slots that rows in production are compared with.</summary>
internal static class RowProfiles
{
    /// <summary>
    /// Values nearer than this, as a share of their size or of 1, count as one: the same row's slot differs by as much between TorchSharp
    /// and ONNX Runtime, and what is 0 but for rounding must stay one value.
    /// </summary>
    private const double SameValue = 1e-5;

    /// <summary>The probabilities of the quantiles.</summary>
    public static IReadOnlyList<double> Probabilities { get; } = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

    /// <summary>The profile of some rows.</summary>
    /// <param name="names">Names of the per-row slots.</param>
    /// <param name="firstIndex">Index of the first of them in the column.</param>
    /// <param name="values">Their values, <c>[rows, slots]</c>; NaN is left out of its slot.</param>
    /// <param name="heldBack">Whether the rows were held back from training.</param>
    public static RowProfile Summarise(IReadOnlyList<string> names, int firstIndex, float[,] values, bool heldBack) => new()
    {
        Rows = values.GetLength(0),
        HeldBack = heldBack,
        Probabilities = Probabilities,
        Slots = [.. names.Select((name, slot) => Slot(name, firstIndex + slot, Column(values, slot)))],
    };

    private static SlotProfile Slot(string name, int index, float[] sorted)
    {
        float[] cuts = Cuts(sorted);
        return new SlotProfile(name, index, [.. Probabilities.Select(probability => (float)Quantiles.Interpolate(sorted, probability))])
        {
            Cuts = cuts,
            RowsBelow = Array.ConvertAll(cuts, cut => (long)FirstFrom(sorted, cut)),
            Rows = sorted.Length,
        };
    }

    private static float[] Column(float[,] values, int slot) =>
        [.. Enumerable.Range(0, values.GetLength(0)).Select(row => values[row, slot]).Where(value => !float.IsNaN(value)).Order()];

    /// <summary>Below and above the value at each quantile: half-way to the next value that is another one.</summary>
    private static float[] Cuts(float[] sorted)
    {
        var cuts = new SortedSet<float>();
        foreach (double probability in sorted.Length == 0 ? [] : Probabilities)
        {
            double value = sorted[(int)(probability * (sorted.Length - 1))];
            if (!double.IsFinite(value))
                continue;
            double same = SameValue * Math.Max(1, Math.Abs(value));
            int first = FirstFrom(sorted, value - same), next = FirstFrom(sorted, Math.BitIncrement(value + same));
            cuts.Add((float)(first > 0 ? Middle(sorted[first - 1], sorted[first]) : value - same));
            cuts.Add((float)(next < sorted.Length ? Middle(sorted[next - 1], sorted[next]) : value + same));
        }
        return [.. cuts];
    }

    private static double Middle(float low, float high) => low + ((double)high - low) / 2;

    /// <summary>Index of the first value that is not below a point; the number of values that are.</summary>
    private static int FirstFrom(float[] sorted, double point)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < point)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
