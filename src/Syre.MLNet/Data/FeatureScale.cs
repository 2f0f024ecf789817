using Syre.MLNet.Tabular;

namespace Syre.MLNet.Data;

/// <summary>
/// RealMLP's robust scaling of one feature: (x − <paramref name="Center"/>)·<paramref name="Factor"/>
/// (arXiv 2407.04491, section 3; anchors A2).
/// </summary>
/// <param name="Center">The median.</param>
/// <param name="Factor">1/(q75 − q25); 2/(max − min) where the quartiles meet; 0 for a constant.</param>
internal readonly record struct FeatureScale(float Center, float Factor)
{
    /// <summary>A value scaled and then bounded to (−3, 3), as <see cref="FeatureScaling"/> does it; what is not finite stays so.</summary>
    public float Clipped(float value)
    {
        float scaled = (value - Center) * Factor;
        return float.IsInfinity(scaled) ? scaled : scaled / MathF.Sqrt(1 + scaled * scaled / (FeatureScaling.Bound * FeatureScaling.Bound));
    }

    /// <summary>The scale of a feature with these values, which are sorted in place.</summary>
    public static FeatureScale Of(Span<float> values)
    {
        if (values.IsEmpty)
            return default;
        values.Sort();
        return new FeatureScale((float)Quantiles.Of(values, 0.5), (float)FactorOf(values[0], Quantiles.Of(values, 0.25), Quantiles.Of(values, 0.75), values[^1]));
    }

    /// <summary>
    /// The scale of a sparse feature, from its nonzero values, which are sorted in place. It is not centred: zero stays zero.
    /// </summary>
    /// <param name="nonzeros">The nonzero values.</param>
    /// <param name="rows">The number of rows, zeros included.</param>
    public static FeatureScale OfSparse(Span<float> nonzeros, int rows)
    {
        if (nonzeros.IsEmpty)
            return default;
        nonzeros.Sort();
        int negatives = ~nonzeros.BinarySearch(0f);
        double low = SparseQuantile(nonzeros, negatives, rows, 0.25);
        double high = SparseQuantile(nonzeros, negatives, rows, 0.75);
        bool full = nonzeros.Length == rows;
        float min = full ? nonzeros[0] : Math.Min(0, nonzeros[0]);
        float max = full ? nonzeros[^1] : Math.Max(0, nonzeros[^1]);
        // A sparse constant still tells rows apart by being there at all.
        double factor = full && min == max ? 1 / Math.Abs(max) : FactorOf(min, low, high, max);
        return new FeatureScale(0, (float)factor);
    }

    private static double FactorOf(double min, double low, double high, double max) =>
        high > low ? 1 / (high - low) : max > min ? 2 / (max - min) : 0;

    private static double SparseQuantile(ReadOnlySpan<float> nonzeros, int negatives, int rows, double share)
    {
        double position = share * (rows - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, rows - 1);
        double low = SparseAt(nonzeros, negatives, rows, below);
        return low + (position - below) * (SparseAt(nonzeros, negatives, rows, above) - low);
    }

    private static double SparseAt(ReadOnlySpan<float> nonzeros, int negatives, int rows, int rank)
    {
        int zeros = rows - nonzeros.Length;
        return rank < negatives ? nonzeros[rank] : rank < negatives + zeros ? 0 : nonzeros[rank - zeros];
    }
}
