namespace Syre.Torch.Diagnostics.Comparison;

/// <summary>The t-intervals of a mean and of a difference of two.</summary>
internal static class RunSpread
{
    /// <summary>Half the width of a mean's interval; NaN of one value.</summary>
    public static double Margin(IReadOnlyList<double> values, double confidence) => values.Count == 1
        ? double.NaN
        : StudentT.TwoSided(confidence, values.Count - 1) * Math.Sqrt(Variance(values) / values.Count);

    /// <summary>
    /// Half the width of the interval of a difference: Welch's where both arms have a spread; where one has a single run, the
    /// other's spread stands for both.
    /// </summary>
    public static double Margin(IReadOnlyList<double> values, IReadOnlyList<double> others, double confidence)
    {
        double variance = Variance(values);
        double other = Variance(others);
        double degrees;
        if (values.Count == 1 || others.Count == 1)
        {
            variance = other = values.Count == 1 ? other : variance;
            degrees = Math.Max(values.Count, others.Count) - 1;
        }
        else
        {
            double part = variance / values.Count;
            double otherPart = other / others.Count;
            double sum = part + otherPart;
            degrees = sum == 0
                ? values.Count + others.Count - 2
                : sum * sum / (part * part / (values.Count - 1) + otherPart * otherPart / (others.Count - 1));
        }
        return StudentT.TwoSided(confidence, degrees) * Math.Sqrt(variance / values.Count + other / others.Count);
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Count == 1 ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
