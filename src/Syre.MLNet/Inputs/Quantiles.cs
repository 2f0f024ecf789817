namespace Syre.MLNet.Inputs;

/// <summary>Quantiles of values in rising order.</summary>
internal static class Quantiles
{
    /// <summary>Linear between neighbours (Hyndman and Fan 1996, type 7); NaN where there are no values.</summary>
    public static double Interpolate(ReadOnlySpan<float> sorted, double probability)
    {
        if (sorted.IsEmpty)
            return double.NaN;
        double place = probability * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * ((double)sorted[above] - sorted[below]);
    }
}
