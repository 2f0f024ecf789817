namespace CollapseLab.Runs;

/// <summary>What came of a run: a line of the file of results.</summary>
internal sealed record RunResult
{
    public required RunKey Key { get; init; }

    /// <summary>Seconds that it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Why it failed; null for a run that did not.</summary>
    public string? Error { get; init; }

    /// <summary>What was measured; null for a run that failed.</summary>
    public Measured? Measured { get; init; }
}
