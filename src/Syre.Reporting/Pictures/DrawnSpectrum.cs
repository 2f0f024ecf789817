using ScottPlot;
using Syre.Torch;

namespace Syre.Reporting.Pictures;

/// <summary>One line of a picture of spectra.</summary>
/// <param name="Name">Its name in a legend.</param>
/// <param name="Ranks">The measures with the singular values.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Pattern">Its pattern.</param>
internal sealed record DrawnSpectrum(string Name, RankMeasures Ranks, Ink Ink, LinePattern Pattern);
