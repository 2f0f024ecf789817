namespace Syre.Torch;

/// <summary>|Cosine| of the activations of pairs of units, for a heat map: of wide layers a sample, the twins in it first.</summary>
public sealed record UnitSimilarity
{
    /// <summary>The units, in an order that puts alike ones together; at most 96.</summary>
    public required IReadOnlyList<int> Units { get; init; }

    /// <summary>Row after row, 255 for |cosine| 1.</summary>
    public required byte[] Values { get; init; }
}
