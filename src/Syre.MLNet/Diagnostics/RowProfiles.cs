using Syre.Torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>Makes the profile of per-row slots that rows in production are compared with.</summary>
internal static class RowProfiles
{
    /// <summary>The probabilities of the quantiles.</summary>
    public static IReadOnlyList<double> Probabilities { get; } = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

    /// <summary>The profile of some rows.</summary>
    /// <param name="names">Names of the per-row slots.</param>
    /// <param name="firstIndex">Index of the first of them in the column.</param>
    /// <param name="values">Their values, <c>[rows, slots]</c>; NaN is left out of its slot.</param>
    /// <param name="heldBack">Whether the rows were held back from training.</param>
    public static RowProfile Of(IReadOnlyList<string> names, int firstIndex, float[,] values, bool heldBack) => new()
    {
        Rows = values.GetLength(0),
        HeldBack = heldBack,
        Probabilities = Probabilities,
        Slots = [.. names.Select((name, slot) => new SlotProfile(name, firstIndex + slot, Quantiles(Column(values, slot))))],
    };

    /// <summary>Quantiles of sorted values, linear between neighbours (Hyndman and Fan 1996, type 7); NaN where there are none.</summary>
    public static float Quantile(ReadOnlySpan<float> sorted, double probability) => (float)Data.Quantiles.Of(sorted, probability);

    private static float[] Column(float[,] values, int slot) =>
        [.. Enumerable.Range(0, values.GetLength(0)).Select(row => values[row, slot]).Where(value => !float.IsNaN(value)).Order()];

    private static float[] Quantiles(float[] sorted) => [.. Probabilities.Select(probability => Quantile(sorted, probability))];
}
