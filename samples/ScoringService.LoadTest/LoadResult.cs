namespace ScoringService.LoadTest;

/// <summary>What the clients saw.</summary>
/// <param name="Milliseconds">Latency of each request answered, rising.</param>
/// <param name="Failed">Requests that were not answered by a prediction.</param>
/// <param name="Elapsed">How long they ran.</param>
internal sealed record LoadResult(IReadOnlyList<double> Milliseconds, long Failed, TimeSpan Elapsed)
{
    /// <summary>Requests answered in a second.</summary>
    public double PerSecond => Milliseconds.Count / Elapsed.TotalSeconds;

    /// <summary>The latency that a share of the requests does not exceed.</summary>
    public double Quantile(double share) => Milliseconds.Count == 0 ? double.NaN : Milliseconds[(int)(share * (Milliseconds.Count - 1))];
}
