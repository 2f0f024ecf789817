namespace Syre.Torch;

/// <summary>Layers without the units that <see cref="UnitCompaction"/> took out.</summary>
/// <param name="Layers">
/// The layers, hidden ones with their <see cref="UnitLayer.Sources"/>; those given where nothing was taken out.
/// </param>
/// <param name="Removed">What was taken out of each hidden layer.</param>
/// <param name="Bound">
/// No output changes by more, but for rounding: for all inputs within the bounds given, or of <see cref="UnitCompaction.Measure"/> for the
/// rows given.
/// </param>
public sealed record CompactedUnits(IReadOnlyList<UnitLayer> Layers, IReadOnlyList<CompactedLayer> Removed, double Bound)
{
    /// <summary>Whether a unit was taken out.</summary>
    public bool IsSmaller => Removed.Any(layer => layer.UnitsAfter < layer.UnitsBefore);
}
