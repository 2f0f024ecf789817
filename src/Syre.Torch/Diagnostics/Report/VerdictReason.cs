using static System.FormattableString;

namespace Syre.Torch.Diagnostics.Report;

/// <summary>The reason of a report's verdict in one sentence.</summary>
internal static class VerdictReason
{
    public static string Explain(CollapseReport report)
    {
        CollapseFinding[] grave = [.. report.Findings.Where(finding => finding.Verdict > CollapseVerdict.Healthy)];
        return report.Verdict switch
        {
            CollapseVerdict.Healthy => $"{Healthy(report)}.",
            CollapseVerdict.NotJudged => NotJudged(report),
            _ => $"{grave[0].Sentence.TrimEnd('.')}{More(grave.Length - 1)}.",
        };
    }

    private static string More(int findings) => findings > 0 ? Invariant($"; {findings} more finding(s)") : "";

    private static string NotJudged(CollapseReport report) => report.Layers.Count == 0
        ? report.NotMeasured.First(missing => missing.Measure == nameof(CollapseReport.Layers)).Sentence
        : report.Findings[0].Sentence.TrimEnd('.') + (report.Layers.Count > 1 ? "; so it is with each layer." : ".");

    private static string Healthy(CollapseReport report)
    {
        if (report.Layers.Count == 0)
            return "there is no hidden layer, and so no rank to lose";
        HashSet<string?> unjudged =
            [.. report.Findings.Where(finding => finding.Verdict == CollapseVerdict.Healthy).Select(finding => finding.Layer)];
        HashSet<string?> unknown =
            [.. report.Findings.Where(finding => finding.Verdict == CollapseVerdict.NotJudged).Select(finding => finding.Layer)];
        LayerReport? least = report.Layers
            .Where(layer => double.IsFinite(layer.EffectiveRankRatio) && !unjudged.Contains(layer.Name) && !unknown.Contains(layer.Name))
            .MinBy(layer => layer.EffectiveRankRatio);
        return (least is null ? "nothing was found" : Rank(report, least))
            + (unjudged.Count > 0 ? Invariant($"; in {unjudged.Count} layer(s) the rank was not judged, for want of rows") : "")
            + (unknown.Count > 0 ? Invariant($"; {unknown.Count} layer(s) could not be judged at all") : "");
    }

    private static string Rank(CollapseReport report, LayerReport least)
    {
        if (least.Baseline is null)
            return Invariant($"{report.Name} uses a share of {least.EffectiveRankRatio:0.00} of the largest effective rank possible");
        return least.EffectiveRankRatio < report.Thresholds.EffectiveRankRatio
            ? Invariant($"the last layer of {report.Name} has {least.EffectiveRankRatio:0.00} times the effective rank of a random ")
                + Invariant(
                    $"network, and tells the classes apart with it: {report.NeuralCollapse?.TrainingError:0.#%} of the rows are wrong")
            : Invariant($"each {(report.Findings.Count > 0 ? "judged layer" : "layer")} of {report.Name} has at least ")
                + Invariant($"{least.EffectiveRankRatio:0.00} times the effective rank of a random network");
    }
}
