namespace Syre.Torch.Diagnostics.Judging;

/// <summary>What is amiss in one layer, by its own measures.</summary>
internal sealed class LayerSigns
{
    /// <summary>One unit more or less than the baseline is chance, however narrow the layer.</summary>
    private const double LeastUnits = 1.5;

    /// <summary>Units at zero are near each other too: only where so many are live twins does the median distance
    /// speak of live units.</summary>
    private const double LeastCopies = 0.75;

    public LayerSigns(LayerReport layer, bool isLast, NetworkSigns network, CollapseThresholds thresholds)
    {
        Layer = layer;
        UnitMeasures units = layer.Measured.Units;
        DeadBeyond = units.DeadShare - (layer.Baseline?.Units.DeadShare ?? 0);
        DuplicateBeyond = units.DuplicateShare - (layer.Baseline?.Units.DuplicateShare ?? 0);
        VanishingShare = (double)units.Vanishing.Count / layer.Width;
        RankThreshold = layer.Baseline is null ? thresholds.ColumnRankShare : thresholds.EffectiveRankRatio;
        HasEnoughRows = layer.Rows >= thresholds.RowsPerUnit * layer.Width;
        HoldsTarget = layer.Measured.Centred.EffectiveRank >= thresholds.TargetRankShare * network.TargetDirections;
        bool isNeuralCollapse = isLast && network.HasNeuralCollapse && HoldsTarget;
        HasLowRank = HasEnoughRows && !isNeuralCollapse && layer.EffectiveRankRatio < RankThreshold;
        HasDead = DeadBeyond > thresholds.DeadShare && DeadBeyond * layer.Width > LeastUnits;
        HasDuplicates = !isNeuralCollapse && DuplicateBeyond > thresholds.DuplicateShare && DuplicateBeyond * layer.Width > LeastUnits;
        HasFallenToBias = layer.StaticBiasSize is not null && !isNeuralCollapse && VanishingShare > thresholds.VanishingShare
            && !(layer.Baseline?.Units.Vanishing.Count > thresholds.VanishingShare * layer.Width);
        IsOnMirror = HasDuplicates && layer.Measured.Mirrors?.MedianExchange <= thresholds.MirrorDistance
            && units.Twins.Sum(group => group.Count - 1) > LeastCopies * layer.Width;
    }

    public LayerReport Layer { get; }

    /// <summary>Why the layer cannot be judged; null where it can.</summary>
    public string? WhyNotJudged => Unjudged.Reason(Layer);

    /// <summary>Share of dead or constant units beyond the baseline's.</summary>
    public double DeadBeyond { get; }

    /// <summary>Share of superfluous units beyond the baseline's.</summary>
    public double DuplicateBeyond { get; }

    /// <summary>Share of vanishing units; with syre, of those no larger than θ0 too.</summary>
    public double VanishingShare { get; }

    /// <summary>What the rank is compared with.</summary>
    public double RankThreshold { get; }

    /// <summary>There are enough rows for the rank to be that of the units and not of the rows.</summary>
    public bool HasEnoughRows { get; }

    /// <summary>The layer has about as many directions as the target needs.</summary>
    public bool HoldsTarget { get; }

    /// <summary>The rank is low.</summary>
    public bool HasLowRank { get; }

    /// <summary>Decay has won over what was learned, and θ0 hides it from the rank.</summary>
    public bool HasFallenToBias { get; }

    /// <summary>Dead or constant units.</summary>
    public bool HasDead { get; }

    /// <summary>Twins or duplicates.</summary>
    public bool HasDuplicates { get; }

    /// <summary>The units are copies to within rounding: gradients are the same for them, so that training cannot part them (statement T2
    /// of src/Syre.Torch/README.md).</summary>
    public bool IsOnMirror { get; }

    /// <summary>The first sign.</summary>
    public bool HasLostCapacity => HasLowRank || HasFallenToBias;

    /// <summary>Wasted units have cost the layer directions that the target needs, or hold it where it cannot leave.</summary>
    public bool LostByUnits => (HasDead || HasDuplicates) && !HoldsTarget || IsOnMirror;

    /// <summary>Whether the lost capacity is collapse, and not capacity control.</summary>
    public bool IsCollapsed(NetworkSigns network) => HasLostCapacity && Layer.Baseline is not null
        && (network.ShowsLoss || (LostByUnits && !network.LostNothing));
}
