using static System.FormattableString;

namespace Syre.Torch.Diagnostics.Judging;

/// <summary>The findings about the network as a whole, in words.</summary>
internal static class NetworkFindings
{
    private const int MostNames = 3;

    /// <param name="report">The report.</param>
    /// <param name="network">Its signs.</param>
    /// <param name="isCapacityLost">Whether capacity is gone in some layer, which makes of these signs second ones.</param>
    /// <param name="isCapacityKnown">Whether every layer could be judged.</param>
    /// <param name="thresholds">The thresholds.</param>
    public static IEnumerable<CollapseFinding> Find(
        CollapseReport report, NetworkSigns network, bool isCapacityLost, bool isCapacityKnown, CollapseThresholds thresholds)
    {
        bool isCollapsed = isCapacityLost && network.ShowsLoss;
        CollapseVerdict verdict = isCollapsed ? CollapseVerdict.Collapsed : CollapseVerdict.Reduced;
        if (network.HasStopped)
        {
            yield return Stopped(
                report.Evidence, network.LossSaved!.Value, verdict, thresholds.LossReduction,
                isCollapsed || isCapacityLost ? "." : isCapacityKnown ? ", but no layer has lost capacity."
                : report.Layers.Count == 0 ? "." : "; whether a layer has lost capacity is not known.");
        }
        if (network.IsWorse && isCapacityLost)
            yield return Worse(report.Evidence, network.ErrorExcess!.Value, thresholds.ErrorExcess);
        if (network.Missed.Count > 0)
            yield return Missed(network.Missed, verdict, thresholds.NeededCorrelation);
        if (report.Latents is { } latents && Inactive(latents, thresholds.InactiveLatentShare) is { } inactive)
            yield return inactive;
        foreach (EmbeddingReport table in report.Embeddings)
        {
            if (table.DeadShare > thresholds.DeadShare)
            {
                yield return Table(table, table.DeadShare, "of the dimensions are dead", nameof(thresholds.DeadShare),
                    thresholds.DeadShare);
            }

            if (table.DuplicateShare is { } share && share > thresholds.DuplicateShare)
            {
                yield return Table(table, share, "of the rows are repeated by others", nameof(thresholds.DuplicateShare),
                    thresholds.DuplicateShare);
            }
        }
    }

    private static CollapseFinding Table(EmbeddingReport table, double share, string what, string measure, double threshold) => new(
        CollapseVerdict.Reduced, null, measure, share, threshold,
        Invariant($"Table '{table.Name}': {share:0 %} {what}, more than {threshold:0.## %}: its capacity is partly gone."));

    private static CollapseFinding Stopped(
        CollapseEvidence evidence, double saved, CollapseVerdict verdict, double threshold, string end) => new(
        verdict, null, nameof(CollapseThresholds.LossReduction), double.IsFinite(saved) ? saved : 0, threshold,
        Invariant($"The loss {evidence.Loss:g4} is not at least {threshold:0.## %} below {evidence.ConstantLoss:g4}, that of the best ") +
        $"constant answer: the network has learned nothing, or has stopped learning{end}");

    private static CollapseFinding Worse(CollapseEvidence evidence, double excess, double threshold) => new(
        CollapseVerdict.Collapsed, null, nameof(CollapseThresholds.ErrorExcess), excess, threshold,
        Invariant($"The validation error {evidence.ValidationError:g4} is {excess:0.#} standard errors above the ") +
        Invariant($"{evidence.ReferenceError:g4} of the reference network, more than {threshold:0.#}: something was lost."));

    private static CollapseFinding Missed(IReadOnlyList<IgnoredFeature> missed, CollapseVerdict verdict, double threshold)
    {
        string names = string.Join(", ", missed.Take(MostNames).Select(feature => feature.Name ?? Invariant($"number {feature.Index}")))
            + (missed.Count > MostNames ? Invariant($" and {missed.Count - MostNames} more") : "");
        double strongest = missed.Max(feature => Math.Abs(feature.ResidualCorrelation ?? threshold));
        return new CollapseFinding(verdict, null, nameof(CollapseThresholds.NeededCorrelation), strongest, threshold,
            Invariant(
                $"The first layer ignores {missed.Count} feature(s) that the label depends on: {names} (|correlation| with what is left ") +
            Invariant($"unexplained up to {strongest:0.00}, at least {threshold:0.##})."));
    }

    private static CollapseFinding? Inactive(LatentReport latents, double threshold)
    {
        int count = latents.MeanVariance.Count;
        double share = 1 - (double)latents.ActiveUnits / count;
        bool isAll = count > 0 && latents.ActiveUnits == 0;
        return isAll || share > threshold
            ? new CollapseFinding(isAll ? CollapseVerdict.Collapsed : CollapseVerdict.Reduced, null,
                nameof(CollapseThresholds.InactiveLatentShare), share, threshold,
                Invariant($"{count - latents.ActiveUnits} of {count} latents do not depend on the input (variance of the mean at most ") +
                Invariant($"{latents.Threshold:0.###}), a share above {threshold:0.##}{(isAll ? ": posterior collapse" : "")}."))
            : null;
    }
}
