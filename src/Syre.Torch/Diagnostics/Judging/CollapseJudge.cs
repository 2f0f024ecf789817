using Syre.Torch.Diagnostics.Judging;

namespace Syre.Torch;

/// <summary>Turns measures into findings, by the rules on <see cref="CollapseVerdict"/>.</summary>
public static class CollapseJudge
{
    /// <summary>
    /// The report with the findings that its measures give. Earlier findings are replaced, so that judging again by the
    /// same thresholds changes nothing.
    /// </summary>
    /// <param name="report">What was measured.</param>
    /// <param name="thresholds">The thresholds. Default null: those of the report.</param>
    /// <exception cref="ArgumentException">A threshold is out of range; the message lists all violations.</exception>
    public static CollapseReport Judged(this CollapseReport report, CollapseThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        thresholds ??= report.Thresholds;
        thresholds.Validate();
        return report with { Thresholds = thresholds, Findings = Findings(report, thresholds) };
    }

    /// <summary>The gravest first; a layer's in the order of the layers, and the whole network's after them.</summary>
    private static IReadOnlyList<CollapseFinding> Findings(CollapseReport report, CollapseThresholds thresholds)
    {
        var network = new NetworkSigns(report, thresholds);
        LayerSigns[] layers = [.. report.Layers.Select((layer, i) =>
            new LayerSigns(layer, i == report.Layers.Count - 1, network, thresholds))];
        bool isCapacityLost = layers.Any(layer => layer.HasLostCapacity && layer.Layer.Baseline is not null);
        bool isCapacityKnown = report.Layers.Count > 0 && layers.All(layer => layer.WhyNotJudged is null && layer.HasEnoughRows);
        return
        [
            .. layers.SelectMany(layer => LayerFindings.Find(layer, network, thresholds))
                .Concat(NetworkFindings.Find(report, network, isCapacityLost, isCapacityKnown, thresholds))
                .OrderByDescending(finding => finding.Verdict),
        ];
    }
}
