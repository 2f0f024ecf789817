using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>What is left of a column's rows after the pass over them.</summary>
/// <param name="Centred">Ranks of the rows less their mean.</param>
/// <param name="Uncentred">Ranks of the rows.</param>
/// <param name="Subspace">The mean and the principal directions.</param>
/// <param name="Twins">Groups of slots that are the same up to a factor; null where there are too many slots to compare.</param>
/// <param name="Similarity">How alike slots are; null where it is not known.</param>
internal sealed record ColumnSpectra(
    RankMeasures Centred,
    RankMeasures Uncentred,
    PrincipalSubspace Subspace,
    IReadOnlyList<IReadOnlyList<int>>? Twins,
    UnitSimilarity? Similarity = null);
