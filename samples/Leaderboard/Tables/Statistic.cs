namespace Leaderboard.Tables;

/// <summary>A value over several seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation; null of one seed.</param>
internal sealed record Statistic(double Mean, double? Deviation)
{
    /// <summary>Of values; null of none.</summary>
    public static Statistic? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return null;
        double mean = values.Average();
        return new Statistic(
            mean, values.Count == 1 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    /// <summary>The mean of so many values, with its standard error in place of their deviation.</summary>
    public Statistic OfMean(int values) => this with { Deviation = Deviation / Math.Sqrt(values) };

    /// <summary>The difference of two that are independent.</summary>
    public static Statistic operator -(Statistic left, Statistic right) => new(
        left.Mean - right.Mean,
        left.Deviation is { } a && right.Deviation is { } b ? Math.Sqrt(a * a + b * b) : null);
}
