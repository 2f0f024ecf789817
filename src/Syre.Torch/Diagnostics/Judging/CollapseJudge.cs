namespace Syre.Torch;

/// <summary>Turns measures into findings, by the rules on <see cref="CollapseVerdict"/>.</summary>
internal static class CollapseJudge
{
    /// <summary>The findings, the gravest first; a layer's in the order of the layers, and the whole network's after them.</summary>
    public static IReadOnlyList<CollapseFinding> Judge(CollapseReport report, CollapseThresholds thresholds)
    {
        var network = new NetworkSigns(report, thresholds);
        LayerSigns[] layers = [.. report.Layers.Select((layer, i) =>
            new LayerSigns(layer, i == report.Layers.Count - 1, network, thresholds))];
        bool isCapacityLost = layers.Any(layer => layer.HasLostCapacity && layer.Layer.Baseline is not null);
        bool isCapacityKnown = report.Layers.Count > 0 && layers.All(layer => layer.WhyNotJudged is null && layer.HasEnoughRows);
        return
        [
            .. layers.SelectMany(layer => LayerFindings.Of(layer, network, thresholds))
                .Concat(NetworkFindings.Of(report, network, isCapacityLost, isCapacityKnown, thresholds))
                .OrderByDescending(finding => finding.Verdict),
        ];
    }
}
