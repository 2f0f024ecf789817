using Syre.Reporting.Pictures;
using Syre.Torch;

namespace Syre.Reporting;

/// <summary>The pictures of a report, one by one: for a README, a notebook or a page of one's own.</summary>
public static class CollapsePictures
{
    /// <summary>
    /// The singular values of a layer's centred activations, over their largest, on a logarithmic axis, beside those of a random network;
    /// dotted lines mark the effective ranks.
    /// </summary>
    /// <param name="layer">The layer.</param>
    public static Picture SpectrumPicture(this LayerReport layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return SpectrumPlot.Create($"Singular values of layer {layer.Name}", DrawnSpectrum.Pair(layer));
    }

    /// <summary>How alike the units of a layer are: |cosine| of the activations of each pair; null where it was not kept.</summary>
    /// <param name="layer">The layer.</param>
    public static Picture? SimilarityPicture(this LayerReport layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Similarity is { Units.Count: > 0 } similarity
            ? new Picture($"Similarity of the units of layer {layer.Name}", () => SimilarityPlot.Create(similarity))
            : null;
    }

    /// <summary>Centred effective rank of each layer over the epochs; null without a history.</summary>
    /// <param name="report">The report.</param>
    public static Picture? EffectiveRankPicture(this CollapseReport report) =>
        HistoryPlot.OfLayers(report, "effective rank", layer => layer.EffectiveRank, "Effective rank of each layer over the epochs");

    /// <summary>Share of dead or constant units of each layer over the epochs, in percent; null without a history.</summary>
    /// <param name="report">The report.</param>
    public static Picture? DeadSharePicture(this CollapseReport report) =>
        HistoryPlot.OfLayers(report, "dead units, %", layer => layer.DeadShare * 100, "Share of dead units of each layer over the epochs");

    /// <summary>Error on held-back rows over the epochs, which tells whether a loss of rank was a loss at all; null
    /// where it is not known.</summary>
    /// <param name="report">The report.</param>
    public static Picture? ValidationErrorPicture(this CollapseReport report) => HistoryPlot.OfError(report);

    /// <summary>All spectra and, with a history, the curves over the epochs, in one picture; of more than eight layers the eight
    /// with the lowest rank.</summary>
    /// <param name="report">The report.</param>
    public static Picture OverviewPicture(this CollapseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return OverviewPlot.Create(report);
    }

    /// <summary>Saves <see cref="OverviewPicture"/>.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file; its name ends in <c>.png</c> or <c>.svg</c>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    public static void SavePicture(this CollapseReport report, string path) => report.OverviewPicture().Save(path);

    /// <summary>The losses of a network that was trained before, and of a fresh one, epoch by epoch; means over the runs.</summary>
    /// <param name="report">The report.</param>
    public static Picture LossPicture(this PlasticityReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return HistoryPlot.OfLosses(report);
    }
}
