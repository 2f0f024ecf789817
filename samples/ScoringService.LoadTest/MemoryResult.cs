namespace ScoringService.LoadTest;

/// <summary>Memory of the service over the test.</summary>
/// <param name="Megabytes">What the process held, each second.</param>
/// <param name="Requests">Requests answered.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="Served">New models that came into service.</param>
/// <param name="Replaced">New models given.</param>
internal sealed record MemoryResult(IReadOnlyList<double> Megabytes, long Requests, long Failed, int Served, int Replaced)
{
    private const double Allowed = 1.1;

    /// <summary>Whether the last quarter held no more, on average, than the second, but for a tenth; the first warms up.</summary>
    public bool IsFlat => Quarter(3) <= Allowed * Quarter(1);

    private double Quarter(int number) => Megabytes.Skip(number * Megabytes.Count / 4).Take(Math.Max(1, Megabytes.Count / 4)).Average();

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Requests:n0} requests, {Failed} failed, {Served} of {Replaced} new models served; mean memory by quarter of the time " +
        $"{string.Join(", ", Enumerable.Range(0, 4).Select(quarter => $"{Quarter(quarter):n0}"))} MB: {(IsFlat ? "flat" : "it grows")}";
}
