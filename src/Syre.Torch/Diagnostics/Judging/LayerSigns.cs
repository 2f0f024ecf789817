namespace Syre.Torch;

/// <summary>What is amiss in one layer, by its own measures.</summary>
internal sealed class LayerSigns
{
    public LayerSigns(LayerReport layer, bool isLast, NetworkSigns network, CollapseThresholds thresholds)
    {
        Layer = layer;
        UnitMeasures units = layer.Measured.Units;
        DeadBeyond = units.DeadShare - (layer.Baseline?.Units.DeadShare ?? 0);
        DuplicateBeyond = units.DuplicateShare - (layer.Baseline?.Units.DuplicateShare ?? 0);
        RankThreshold = layer.Baseline is null ? thresholds.ColumnRankShare : thresholds.EffectiveRankRatio;
        HasEnoughRows = layer.Rows >= thresholds.RowsPerUnit * layer.Width;
        HoldsTarget = layer.Measured.Centred.EffectiveRank >= thresholds.TargetRankShare * network.TargetDirections;
        bool isNeuralCollapse = isLast && network.HasNeuralCollapse && HoldsTarget;
        HasLowRank = HasEnoughRows && !isNeuralCollapse && layer.EffectiveRankRatio < RankThreshold;
        HasDead = DeadBeyond > thresholds.DeadShare;
        HasDuplicates = !isNeuralCollapse && DuplicateBeyond > thresholds.DuplicateShare;
    }

    public LayerReport Layer { get; }

    /// <summary>Share of dead or constant units beyond the baseline's.</summary>
    public double DeadBeyond { get; }

    /// <summary>Share of superfluous units beyond the baseline's.</summary>
    public double DuplicateBeyond { get; }

    /// <summary>What the rank is compared with.</summary>
    public double RankThreshold { get; }

    /// <summary>There are enough rows for the rank to be that of the units and not of the rows.</summary>
    public bool HasEnoughRows { get; }

    /// <summary>The layer has about as many directions as the target needs.</summary>
    public bool HoldsTarget { get; }

    /// <summary>The first sign.</summary>
    public bool HasLowRank { get; }

    /// <summary>Dead or constant units.</summary>
    public bool HasDead { get; }

    /// <summary>Twins or duplicates.</summary>
    public bool HasDuplicates { get; }

    /// <summary>Whether its low rank is collapse, and not capacity control.</summary>
    public bool IsCollapsed(NetworkSigns network) => HasLowRank && Layer.Baseline is not null
        && (network.ShowsLoss || (LostByUnits && !network.LostNothing));

    /// <summary>Wasted units have cost the layer directions that the target needs.</summary>
    public bool LostByUnits => (HasDead || HasDuplicates) && !HoldsTarget;
}
