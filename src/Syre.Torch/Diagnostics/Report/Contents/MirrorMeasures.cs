namespace Syre.Torch;

/// <summary>
/// How near the layer is to the mirrors Pφ = 0 of its symmetries; a unit's vector is its incoming weights, bias and outgoing weights.
/// Relative distances are over the root mean square norm of the layer's units, so that they do not depend on the scale of the layer.
/// </summary>
public sealed record MirrorMeasures
{
    /// <summary>Least relative distance of a pair of units to the mirror of their exchange, ‖a − b‖/√2. 0: the two are one unit.</summary>
    public required double NearestExchange { get; init; }

    /// <summary>The pair.</summary>
    public required IReadOnlyList<int> NearestPair { get; init; }

    /// <summary>
    /// Least relative norm of a unit: the distance to the mirror of its sign flip or rescaling, the unit at zero. 0: there is no unit. With
    /// syre a unit that decay has emptied stays at the size of θ0, so small is all that it gets.
    /// </summary>
    public required double NearestZero { get; init; }

    /// <summary>The unit.</summary>
    public required int NearestUnit { get; init; }

    /// <summary>Median over all units of the relative distance to the nearest exchange mirror.</summary>
    public required double MedianExchange { get; init; }

    /// <summary>‖W₂ᵀW₂ − W₁W₁ᵀ‖ over the sum of both norms, W₁ with its bias: 0 balanced, as decay leaves it, to 1; null
    /// without outgoing weights.</summary>
    public double? Imbalance { get; init; }

    /// <summary>|L(mirrored φ) − L(φ)|/‖Pφ‖, the median over a sample of exchanges and sign flips: 0 where the mirror is intact; null
    /// where no loss was given.</summary>
    public double? SymmetryGap { get; init; }

    /// <summary>The nearer of exchange and zero mirror.</summary>
    public double Nearest => Math.Min(NearestExchange, NearestZero);
}
