using Syre.Torch;

namespace Syre.Reporting.Html;

/// <summary>The verdict of a report in one sentence.</summary>
internal static class VerdictSentence
{
    private const int MostLayers = 4;

    /// <summary>The sentence.</summary>
    public static string Of(CollapseReport report) => report.Verdict switch
    {
        CollapseVerdict.Healthy => "Nothing is gone that a random network of this shape has.",
        CollapseVerdict.Reduced => $"Capacity is gone{Where(report)}; no second sign says that it was needed.",
        _ => $"Capacity is gone{Where(report)}, and a second sign says that it was needed.",
    };

    private static string Where(CollapseReport report)
    {
        string[] layers = [.. report.Layers.Select(layer => layer.Name).Where(layer => report.VerdictOf(layer) == report.Verdict)];
        string names = layers.Length > MostLayers ? string.Join(", ", layers.Take(MostLayers)) + ", …" : string.Join(", ", layers);
        return layers.Length == 0 ? "" : layers.Length == 1 ? $" in layer {names}" : $" in {layers.Length} of {report.Layers.Count} layers ({names})";
    }
}
