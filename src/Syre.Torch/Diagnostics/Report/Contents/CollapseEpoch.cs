namespace Syre.Torch;

/// <summary>The cheap measures of one epoch.</summary>
public sealed record CollapseEpoch
{
    /// <summary>The epoch, from 1; 0 is before training.</summary>
    public required int Epoch { get; init; }

    /// <summary>Mean training loss; null where it is not known.</summary>
    public double? TrainingLoss { get; init; }

    /// <summary>Error on held-back rows; null where there are none.</summary>
    public double? ValidationError { get; init; }

    /// <summary>Each hidden layer, in order.</summary>
    public required IReadOnlyList<LayerEpoch> Layers { get; init; }
}
