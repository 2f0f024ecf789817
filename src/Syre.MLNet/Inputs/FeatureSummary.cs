namespace Syre.MLNet.Inputs;

/// <summary>What is known of a feature's values on training rows, but for those that are missing.</summary>
/// <param name="Scale">Their scale.</param>
/// <param name="Median">Their median; 0 where all are missing.</param>
/// <param name="HasMissing">Whether a value is missing.</param>
internal readonly record struct FeatureSummary(FeatureScale Scale, float Median, bool HasMissing)
{
    /// <summary>Of all values of a feature, which are put into another order.</summary>
    public static FeatureSummary Of(Span<float> values)
    {
        Span<float> present = Present(values);
        FeatureScale scale = FeatureScale.Of(present);
        return new(scale, present.IsEmpty ? 0 : (float)Quantiles.Interpolate(present, 0.5), present.Length < values.Length);
    }

    /// <summary>Of the entries of a sparse feature, which are put into another order.</summary>
    /// <param name="entries">The values that are not 0, missing ones among them.</param>
    /// <param name="rows">The number of rows, zeros included.</param>
    public static FeatureSummary OfSparse(Span<float> entries, int rows)
    {
        Span<float> present = Present(entries);
        int known = rows - (entries.Length - present.Length);
        FeatureScale scale = FeatureScale.OfSparse(present, known);
        return new(scale, FeatureScale.SparseMedian(present, known), present.Length < entries.Length);
    }

    /// <summary>Moves missing values to the end, and gives the others.</summary>
    private static Span<float> Present(Span<float> values)
    {
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsNaN(values[i]))
                values[count++] = values[i];
        }
        return values[..count];
    }
}
