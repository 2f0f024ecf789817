namespace Syre.Torch;

/// <summary>The thresholds of the findings.</summary>
public sealed record CollapseThresholds
{
    /// <summary>Centred effective rank over the random baseline's, below which capacity is gone; in (0, 1). Default 0.25.</summary>
    public double EffectiveRankRatio { get; init; } = 0.25;

    /// <summary>Share of dead or constant units, beyond the random baseline's, above which it is a sign; in (0, 1). Default 0.1.</summary>
    public double DeadShare { get; init; } = 0.1;

    /// <summary>Share of units made superfluous by twins or duplicates, beyond the random baseline's, above which it is a sign; in (0, 1). Default
    /// 0.1.</summary>
    public double DuplicateShare { get; init; } = 0.1;

    /// <summary>Share of the constant answer's loss that the network must at least have saved, or its learning has stopped; in (0, 1). Default
    /// 0.02.</summary>
    public double LossReduction { get; init; } = 0.02;
}
