namespace Syre.MLNet;

/// <summary>When a <see cref="CollapseMonitor"/> speaks of drift: a shift must be beyond chance, and large enough to matter.</summary>
public sealed record CollapseMonitorOptions
{
    /// <summary>
    /// Largest probability, each time one looks, of finding drift in any slot when there is none; in (0, 1). Default 0.001. It holds for any distribution
    /// (inequality of Dvoretzky, Kiefer, Wolfowitz and Massart, for rows and profile each, shared among the slots).
    /// </summary>
    public double FalseAlarmRate { get; init; } = 0.001;

    /// <summary>Least shift that counts, as a share of the rows; in [0, 1). Default 0.1: with many rows, any difference is beyond chance.</summary>
    public double MinimumShift { get; init; } = 0.1;

    /// <summary>Every violated rule, one sentence each.</summary>
    internal IEnumerable<string> Violations()
    {
        if (!(FalseAlarmRate > 0 && FalseAlarmRate < 1))
            yield return $"{nameof(FalseAlarmRate)} is {FalseAlarmRate}; it must lie in (0, 1).";
        if (!(MinimumShift >= 0 && MinimumShift < 1))
            yield return $"{nameof(MinimumShift)} is {MinimumShift}; it must lie in [0, 1).";
    }
}
