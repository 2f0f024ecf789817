namespace Syre.MLNet;

/// <summary>What rows held back said of intervals or sets of classes (<see cref="SyreNetworkOptions.Interval"/>).</summary>
public sealed record IntervalSummary
{
    /// <summary>The share of new rows whose label is to be in its interval or set, as it was asked for.</summary>
    public required double Coverage { get; init; }

    /// <summary>Rows held back that it was learnt from: those with a weight above 0.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// Of numbers half the width of an interval, in the label's unit, or in that of the function of it that was learnt
    /// (<see cref="TargetTransform"/>). Of classes −ln of the least probability with which a class is in a set. Infinite where training was
    /// cancelled with too few rows: every number or class is in then.
    /// </summary>
    public required double Quantile { get; init; }
}
