namespace Syre.Studies.Measuring;

/// <summary>A mean and how sure it is.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Its standard error; NaN of one value.</param>
/// <param name="HalfWidth">Half of its 95 % interval by Student's t; NaN of one value.</param>
internal readonly record struct Spread(double Mean, double StandardError, double HalfWidth)
{
    /// <summary>The 0.975 quantiles of Student's t for 1 to 30 degrees of freedom.</summary>
    private static ReadOnlySpan<double> Quantiles =>
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>The largest value in the interval.</summary>
    public double Upper => Mean + HalfWidth;

    /// <summary>Of independent values.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        int freedom = values.Count - 1;
        if (freedom == 0)
            return new Spread(mean, double.NaN, double.NaN);
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / freedom / values.Count);
        return new Spread(mean, error, error * (freedom <= Quantiles.Length ? Quantiles[freedom - 1] : 1.96));
    }

    /// <summary>Mean ± standard error.</summary>
    public string WithError(string format) =>
        Mean.ToString(format) + (double.IsNaN(StandardError) ? "" : " ± " + StandardError.ToString(format));

    /// <summary>Mean and interval.</summary>
    public string WithInterval(string format) => Signed(Mean, format)
        + (double.IsNaN(HalfWidth) ? "" : $" [{Signed(Mean - HalfWidth, format)}, {Signed(Upper, format)}]");

    private static string Signed(double value, string format) => value.ToString($"+{format};-{format};{format}");
}
