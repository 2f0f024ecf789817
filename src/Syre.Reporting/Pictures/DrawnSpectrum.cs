using ScottPlot;
using Syre.Torch;

namespace Syre.Reporting.Pictures;

/// <summary>One line of a picture of spectra.</summary>
/// <param name="Name">Its name in a legend.</param>
/// <param name="Ranks">The measures with the singular values.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Pattern">Its pattern.</param>
internal sealed record DrawnSpectrum(string Name, RankMeasures Ranks, Ink Ink, LinePattern Pattern)
{
    /// <summary>A layer's, after that of its random network where there is one.</summary>
    public static DrawnSpectrum[] Pair(LayerReport layer)
    {
        var measured = new DrawnSpectrum("this network", layer.Measured.Centred, Ink.Measured, LinePattern.Solid);
        return layer.Baseline is { } baseline
            ? [new DrawnSpectrum("random network", baseline.Centred, Ink.Baseline, LinePattern.Dashed), measured]
            : [measured];
    }
}
