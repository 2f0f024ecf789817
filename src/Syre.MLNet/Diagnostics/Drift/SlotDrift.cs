namespace Syre.MLNet;

/// <summary>One slot of the diagnostics: rows seen against rows of the training.</summary>
public sealed record SlotDrift
{
    /// <summary>The slot's name.</summary>
    public required string Name { get; init; }

    /// <summary>Mean over the rows seen.</summary>
    public required double Mean { get; init; }

    /// <summary>Least value seen.</summary>
    public required float Minimum { get; init; }

    /// <summary>Greatest value seen.</summary>
    public required float Maximum { get; init; }

    /// <summary>Median of the profile.</summary>
    public required float TrainingMedian { get; init; }

    /// <summary>
    /// How far the rows have moved, as a share of them from −1 to 1: at the cut of the profile where the difference is largest, how many
    /// more rows lie above it (positive) or below it (negative) than in the profile. The statistic of Kolmogorov and Smirnov for two
    /// samples, at these cuts.
    /// </summary>
    public required double Shift { get; init; }

    /// <summary>
    /// The size of a shift that chance reaches as seldom as <see cref="CollapseMonitorOptions.FalseAlarmRate"/> says, by the number of
    /// rows seen and the number of the profile's own: few of either make it large.
    /// </summary>
    public required double Noise { get; init; }

    /// <summary>Whether the shift is beyond <see cref="Noise"/> and <see cref="CollapseMonitorOptions.MinimumShift"/> together.</summary>
    public required bool IsDrifting { get; init; }
}
