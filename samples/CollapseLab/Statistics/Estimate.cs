using Syre.Torch.Diagnostics.Comparison;

namespace CollapseLab.Statistics;

/// <summary>A mean over seeds with its 95 % interval by Student's t.</summary>
/// <param name="Mean">The mean; NaN of nothing.</param>
/// <param name="HalfWidth">Half the interval; NaN of fewer than two values.</param>
/// <param name="Count">How many values were finite.</param>
/// <param name="Lost">How many were not.</param>
internal readonly record struct Estimate(double Mean, double HalfWidth, int Count, int Lost = 0)
{
    /// <summary>From the values of the seeds; those that are not finite only count as lost.</summary>
    public static Estimate Of(IReadOnlyCollection<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        int lost = values.Count - finite.Length;
        if (finite.Length == 0)
            return new Estimate(double.NaN, double.NaN, 0, lost);
        return new Estimate(finite.Average(), RunSpread.Margin(finite, 0.95), finite.Length, lost);
    }

    public double Lower => Mean - HalfWidth;

    public double Upper => Mean + HalfWidth;

    /// <summary>Whether the whole interval is above a value.</summary>
    public bool IsAbove(double value) => Lower > value;

    /// <summary>Whether the whole interval is below a value.</summary>
    public bool IsBelow(double value) => Upper < value;

    /// <summary>Mean ± half the interval, and how many were lost.</summary>
    public string Text(string format)
    {
        string lost = Lost == 0 ? "" : $" ({Lost} diverged)";
        string half = double.IsNaN(HalfWidth) ? "" : " ± " + HalfWidth.ToString(format);
        return Count == 0 ? (Lost == 0 ? "" : "diverged") : Mean.ToString(format) + half + lost;
    }

    /// <summary>The same with the sign of the mean, for a difference.</summary>
    public string SignedText(string format) => Count == 0 ? Text(format) : (Mean >= 0 ? "+" : "") + Text(format);
}
