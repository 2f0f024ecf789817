namespace CollapseLab;

/// <summary>What a run measured.</summary>
internal sealed record Measured
{
    /// <summary>The values at its end, by the names of the measures. NaN for what diverged.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>What was measured on the way, by name; the same points in every run of a setting. Default: nothing.</summary>
    public IReadOnlyDictionary<string, Curve> Curves { get; init; } = new Dictionary<string, Curve>();
}

/// <summary>A measure over time.</summary>
/// <param name="X">When, in the experiment's unit.</param>
/// <param name="Y">What was measured.</param>
internal sealed record Curve(IReadOnlyList<double> X, IReadOnlyList<double> Y);
