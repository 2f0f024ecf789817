namespace Syre.Torch.Diagnostics.Comparison;

/// <summary>Whether the runs of two arms lie apart, and how often they do so by chance.</summary>
internal static class RunSeparation
{
    /// <summary>Whether every value of one arm lies beyond every value of the other; no statement about single runs.</summary>
    public static bool Holds(IReadOnlyList<double> values, IReadOnlyList<double> others) =>
        values.Count + others.Count > 2 && (values.Min() > others.Max() || values.Max() < others.Min());

    /// <summary>How often equal arms of so many runs lie apart: two of the ways to choose one arm's places in
    /// the order of all runs.</summary>
    public static double Chance(int values, int others)
    {
        double ways = 1;
        for (int i = 1; i <= others; i++)
            ways *= (double)(values + i) / i;
        return Math.Min(1, 2 / ways);
    }
}
