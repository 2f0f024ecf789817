namespace Syre.Torch;

/// <summary>
/// How a unit's value follows from a unit of the compacted layer: Factor × that unit's value + Offset. Where several units took its place,
/// this is the one that tells most of it, and comes near to it only.
/// </summary>
/// <param name="Unit">The unit of the compacted layer, from 0.</param>
/// <param name="Factor">1 for a unit that was kept, 0 for one that is a constant.</param>
/// <param name="Offset">0 for a unit that was kept.</param>
public readonly record struct UnitSource(int Unit, float Factor, float Offset);
