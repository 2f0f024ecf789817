using static System.FormattableString;

namespace Syre.Torch;

/// <summary>The reason of a report's verdict in one sentence.</summary>
internal static class VerdictReason
{
    public static string Of(CollapseReport report)
    {
        CollapseFinding[] grave = [.. report.Findings.Where(finding => finding.Verdict != CollapseVerdict.Healthy)];
        return report.Verdict switch
        {
            CollapseVerdict.Healthy => $"{Healthy(report)}.",
            _ => $"{grave[0].Sentence.TrimEnd('.')}{More(grave.Length - 1)}.",
        };
    }

    private static string More(int findings) => findings > 0 ? Invariant($"; {findings} more finding(s)") : "";

    private static string Healthy(CollapseReport report)
    {
        HashSet<string?> unjudged = [.. report.Findings.Select(finding => finding.Layer)];
        LayerReport? least = report.Layers
            .Where(layer => double.IsFinite(layer.EffectiveRankRatio) && !unjudged.Contains(layer.Name))
            .MinBy(layer => layer.EffectiveRankRatio);
        return (least is null ? "nothing was found" : Rank(report, least))
            + (unjudged.Count > 0 ? Invariant($"; in {unjudged.Count} layer(s) the rank was not judged, for want of rows") : "");
    }

    private static string Rank(CollapseReport report, LayerReport least)
    {
        if (least.Baseline is null)
            return Invariant($"{report.Name} uses a share of {least.EffectiveRankRatio:0.00} of the largest effective rank possible");
        return least.EffectiveRankRatio < report.Thresholds.EffectiveRankRatio
            ? $"the rank of the last layer of {report.Name} is that of its classes, neural collapse as training to zero error brings it"
            : Invariant($"each layer of {report.Name} has at least {least.EffectiveRankRatio:0.00} times the effective rank of a random network");
    }
}
