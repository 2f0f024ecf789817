using static System.FormattableString;

namespace Syre.Torch.Diagnostics.Judging;

/// <summary>The findings about one layer, in words.</summary>
internal static class LayerFindings
{
    public static IEnumerable<CollapseFinding> Find(LayerSigns signs, NetworkSigns network, CollapseThresholds thresholds)
    {
        LayerReport layer = signs.Layer;
        string where = $"{(layer.Kind.StartsWith("Column", StringComparison.Ordinal) ? "Column" : "Layer")} {layer.Name}";
        if (signs.WhyNotJudged is { } why)
        {
            yield return new CollapseFinding(CollapseVerdict.NotJudged, layer.Name, nameof(CollapseThresholds.EffectiveRankRatio),
                layer.EffectiveRankRatio, signs.RankThreshold, $"{where} cannot be judged: {why}.");
            yield break;
        }
        if (signs.HasLowRank)
            yield return Rank(signs, network, where);
        if (signs.HasFallenToBias)
            yield return FallenToBias(signs, network, where, thresholds.VanishingShare);
        if (signs.HasDead)
        {
            yield return Units(nameof(CollapseThresholds.DeadShare), thresholds.DeadShare, layer.Measured.Units.DeadShare, signs.DeadBeyond,
                "dead or constant");
        }
        if (signs.HasDuplicates)
        {
            yield return Units(nameof(CollapseThresholds.DuplicateShare), thresholds.DuplicateShare, layer.Measured.Units.DuplicateShare,
                signs.DuplicateBeyond, "made superfluous by twins or duplicates");
        }
        if (!signs.HasEnoughRows)
            yield return TooFewRows(layer, where, thresholds.RowsPerUnit);

        CollapseFinding Units(string measure, double threshold, double share, double beyond, string what) => new(
            CollapseVerdict.Reduced, layer.Name, measure, beyond, threshold,
            Invariant($"{where} has {share * layer.Width:0} of {layer.Width} units {what}, ") + (layer.Baseline is null
                ? Invariant($"a share of {share:0.00} above {threshold:0.##}.")
                : Invariant($"a share of {beyond:0.00} more than a random network has, above {threshold:0.##}.")));
    }

    private static CollapseFinding Rank(LayerSigns signs, NetworkSigns network, string where)
    {
        LayerReport layer = signs.Layer;
        double rank = layer.Measured.Centred.EffectiveRank;
        string uses = layer.Baseline is { } baseline
            ? Invariant(
                $"{where} uses {rank:0.#} of the {baseline.Centred.EffectiveRank:0.#} effective directions that a random network has ")
                + Invariant($"(ratio {layer.EffectiveRankRatio:0.00} below {signs.RankThreshold:0.##})")
            : Invariant($"{where} uses {rank:0.#} of at most {Math.Min(layer.Rows - 1, layer.Width)} effective directions ")
                + Invariant($"(share {layer.EffectiveRankRatio:0.00} below {signs.RankThreshold:0.##})");
        bool isCollapsed = signs.IsCollapsed(network);
        return new CollapseFinding(isCollapsed ? CollapseVerdict.Collapsed : CollapseVerdict.Reduced, layer.Name,
            nameof(CollapseThresholds.EffectiveRankRatio), layer.EffectiveRankRatio, signs.RankThreshold,
            uses + (isCollapsed ? Loss(signs, network) : Excuse(signs, network)) + ".");
    }

    private static string Loss(LayerSigns signs, NetworkSigns network) =>
        network.HasStopped ? ", and the network is hardly better than a constant answer: collapse"
        : network.IsWorse ? ", and the reference network errs less: collapse"
        : network.Missed.Count > 0 ? ", and the label depends on features that the network ignores: collapse"
        : signs.IsOnMirror ? ", and its units are copies, which training cannot part: collapse"
        : Invariant(
            $", too few for the {network.TargetDirections} that the target needs, and {Wasted(signs)} of its units are wasted: collapse");

    private static CollapseFinding FallenToBias(LayerSigns signs, NetworkSigns network, string where, double threshold)
    {
        bool isCollapsed = signs.IsCollapsed(network);
        return new CollapseFinding(isCollapsed ? CollapseVerdict.Collapsed : CollapseVerdict.Reduced, signs.Layer.Name,
            nameof(CollapseThresholds.VanishingShare), signs.VanishingShare, threshold,
            Invariant($"{where} has {signs.Layer.Measured.Units.Vanishing.Count} of {signs.Layer.Width} units no larger than θ0 or a ") +
            Invariant($"tenth of its largest, a share of {signs.VanishingShare:0.00} above {threshold:0.##}, so its rank is that of θ0 ") +
            "and not of what was learned" +
            (isCollapsed ? Loss(signs, network) : Excuse(signs, network)) + ".");
    }

    private static string Excuse(LayerSigns signs, NetworkSigns network)
    {
        bool hasWaste = signs.HasDead || signs.HasDuplicates;
        return signs.Layer.Baseline is null ? ""
            : (hasWaste || network.Missed.Count > 0) && network.LostNothing
                ? "; the network shows by its error or loss that it needs no more, so this is capacity control"
            : hasWaste ? Invariant($"; it still holds the {network.TargetDirections} that the target needs, so this is capacity control")
            : "; no second sign, so this is capacity control";
    }

    private static string Wasted(LayerSigns signs) =>
        Invariant($"{Math.Max(signs.HasDead ? signs.DeadBeyond : 0, signs.HasDuplicates ? signs.DuplicateBeyond : 0):0 %}");

    private static CollapseFinding TooFewRows(LayerReport layer, string where, double rowsPerUnit) => new(
        CollapseVerdict.Healthy, layer.Name, nameof(CollapseThresholds.RowsPerUnit), (double)layer.Rows / layer.Width, rowsPerUnit,
        Invariant($"{where} has {layer.Width} units and only {layer.Rows} rows of activations, so its rank is not judged; ") +
        Invariant($"measure on at least {Math.Ceiling(rowsPerUnit * layer.Width):0}."));
}
