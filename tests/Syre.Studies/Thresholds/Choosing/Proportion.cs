namespace Syre.Studies.Thresholds;

/// <summary>How many of how many.</summary>
/// <param name="Count">How many are so.</param>
/// <param name="Total">Of how many.</param>
internal readonly record struct Proportion(int Count, int Total)
{
    private const double Level = 0.05;

    /// <summary>Counts those of which the condition holds.</summary>
    public static Proportion Of<T>(IEnumerable<T> cases, Func<T, bool> condition)
    {
        T[] all = [.. cases];
        return new Proportion(all.Count(condition), all.Length);
    }

    /// <summary>
    /// The exact one-sided 95 % upper bound of the rate (Clopper and Pearson 1934): at it, so few are seen in one of twenty samples.
    /// </summary>
    public double Upper
    {
        get
        {
            if (Count == Total)
                return 1;
            double low = 0, high = 1;
            for (int i = 0; i < 60; i++)
            {
                double rate = (low + high) / 2;
                (low, high) = AtMost(rate) > Level ? (rate, high) : (low, rate);
            }
            return high;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Total == 0 ? "–" : $"{Count} of {Total}";

    /// <summary>As a share.</summary>
    public string Percent() => Total == 0 ? "–" : $"{(double)Count / Total:p0} ({this})";

    /// <summary>With its upper bound.</summary>
    public string WithBound() => Total == 0 ? "–" : $"{this} (at most {Upper:p1})";

    /// <summary>The probability of so few at a rate, P(X ≤ Count).</summary>
    private double AtMost(double rate)
    {
        double logTerm = Total * Math.Log(1 - rate), sum = Math.Exp(logTerm);
        for (int k = 1; k <= Count; k++)
        {
            logTerm += Math.Log((double)(Total - k + 1) / k) + Math.Log(rate) - Math.Log(1 - rate);
            sum += Math.Exp(logTerm);
        }
        return sum;
    }
}
