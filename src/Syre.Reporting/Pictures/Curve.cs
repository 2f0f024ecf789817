using ScottPlot;

namespace Syre.Reporting.Pictures;

/// <summary>One curve over the epochs.</summary>
/// <param name="Name">Its name in a legend.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Points">Its points.</param>
/// <param name="Pattern">Its pattern.</param>
internal sealed record Curve(string Name, Ink Ink, IReadOnlyList<(double Epoch, double Value)> Points, LinePattern? Pattern = null);
