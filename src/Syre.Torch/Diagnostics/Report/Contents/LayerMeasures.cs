namespace Syre.Torch;

/// <summary>The measures of one layer of one network.</summary>
public sealed record LayerMeasures
{
    /// <summary>Ranks of the activations after their mean is taken away: what varies from row to row.</summary>
    public required RankMeasures Centred { get; init; }

    /// <summary>Ranks of the activations as they are; a large mean is one large singular value.</summary>
    public required RankMeasures Uncentred { get; init; }

    /// <summary>Ranks of the weights before the layer, <c>[units, inputs]</c>; null where they are not known. They can disagree with
    /// those of the activations.</summary>
    public RankMeasures? Weights { get; init; }

    /// <summary>Which units are dead, constant, duplicated, ….</summary>
    public required UnitMeasures Units { get; init; }

    /// <summary>Distances to the mirrors of the loss; null where a layer has no weights to measure them by, or one unit only.</summary>
    public MirrorMeasures? Mirrors { get; init; }
}
