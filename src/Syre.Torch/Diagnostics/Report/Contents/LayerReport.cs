namespace Syre.Torch;

/// <summary>A hidden layer: what its units do on the probe rows, and what its weights look like.</summary>
public sealed record LayerReport
{
    /// <summary>The layer's name: that of the module with its weights.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of layer: <c>Linear</c>, <c>Conv2d</c>, …; <c>Column</c> for a column of vectors.</summary>
    public required string Kind { get; init; }

    /// <summary>Number of units (for a convolution, of channels).</summary>
    public required int Width { get; init; }

    /// <summary>Rows of activations; for a convolution, rows × positions.</summary>
    public required long Rows { get; init; }

    /// <summary>Size of θ0 in the layer's weights (<see cref="ObservedLayer.StaticBiasSize"/>), under which a weight's size says nothing;
    /// null where the layer was not trained with syre, or it is not known.</summary>
    public double? StaticBiasSize { get; init; }

    /// <summary>What was measured.</summary>
    public required LayerMeasures Measured { get; init; }

    /// <summary>The same of a random network of the same shape on the same rows; null where there is none.</summary>
    public LayerMeasures? Baseline { get; init; }

    /// <summary>How alike the units are; null where it was not kept.</summary>
    public UnitSimilarity? Similarity { get; init; }

    /// <summary>Centred effective rank over that of the baseline; of a column of vectors, over the largest possible.
    /// At a random network 1.</summary>
    public double EffectiveRankRatio => Measured.Centred.EffectiveRank
        / Math.Max(1, Baseline?.Centred.EffectiveRank ?? Math.Min(Rows - 1, Width));
}
