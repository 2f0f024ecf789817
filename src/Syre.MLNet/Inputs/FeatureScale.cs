
namespace Syre.MLNet.Inputs;

/// <summary>
/// RealMLP's robust scaling of one feature: (x − <paramref name="Center"/>)·<paramref name="Factor"/>
/// (arXiv 2407.04491, section 3).
/// </summary>
/// <param name="Center">The median; 0 for a constant, whose distance from another value may be more than a float holds.</param>
/// <param name="Factor">1/(q75 − q25); 2/(max − min) where the quartiles meet; 0 for a constant. Else it is from the smallest normal float
/// to the largest one: neither lost where small numbers are taken for 0, nor infinite.</param>
internal readonly record struct FeatureScale(float Center, float Factor)
{
    /// <summary>The bound of the smooth clip.</summary>
    public const float Bound = 3;

    /// <summary>Beyond 10 640 the smooth clip is 3 in single precision, so that a bound here changes nothing below.</summary>
    public const float Limit = 16384;

    /// <summary>Of a number that is bounded, and else as it is.</summary>
    public static FeatureScale None { get; } = new(0, 1);

    private const double SmallestNormal = 1.17549435e-38;

    /// <summary>
    /// Whether the values are nearer to each other than the largest factor can spread: scaled, they hardly differ. That is so below
    /// 3·10⁻³⁹.
    /// </summary>
    public bool IsTooNarrow => Factor == float.MaxValue;

    /// <summary>A value scaled and then bounded to (−3, 3), as the network does it; what is not finite stays so.</summary>
    public float Clipped(float value)
    {
        if (!float.IsFinite(value))
            return value;
        float scaled = Math.Clamp((value - Center) * Factor, -Limit, Limit);
        return scaled / MathF.Sqrt(1 + scaled * scaled / (Bound * Bound));
    }

    /// <summary>The scale of a feature with these values, which are sorted in place.</summary>
    public static FeatureScale Of(Span<float> values)
    {
        if (values.IsEmpty)
            return default;
        values.Sort();
        float factor = FactorOf(values[0], Quantiles.Interpolate(values, 0.25), Quantiles.Interpolate(values, 0.75), values[^1]);
        return new FeatureScale(factor == 0 ? 0 : (float)Quantiles.Interpolate(values, 0.5), factor);
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
        return new FeatureScale(0, full && min == max ? Inverse(Math.Abs(max)) : FactorOf(min, low, high, max));
    }

    /// <summary>The median of a sparse feature.</summary>
    /// <param name="nonzeros">The nonzero values, in rising order.</param>
    /// <param name="rows">The number of rows, zeros included.</param>
    public static float SparseMedian(ReadOnlySpan<float> nonzeros, int rows) =>
        nonzeros.IsEmpty ? 0 : (float)SparseQuantile(nonzeros, ~nonzeros.BinarySearch(0f), rows, 0.5);

    private static float FactorOf(double min, double low, double high, double max) =>
        high > low ? Inverse(high - low) : max > min ? Inverse((max - min) / 2) : 0;

    private static float Inverse(double spread) => (float)Math.Clamp(1 / spread, SmallestNormal, float.MaxValue);

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
