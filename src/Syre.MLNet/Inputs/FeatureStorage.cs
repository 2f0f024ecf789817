namespace Syre.MLNet.Inputs;

/// <summary>How feature rows are to be stored for a network.</summary>
/// <param name="Sparse">Sparse or dense; null to choose by the data.</param>
/// <param name="Compact">Whether sparse rows keep only slots that occur.</param>
/// <param name="Slots">Which slots those are, ascending; null to choose by the data.</param>
internal sealed record FeatureStorage(bool? Sparse, bool Compact, int[]? Slots)
{
    /// <summary>For a new built-in network.</summary>
    public static FeatureStorage ByData { get; } = new(null, true, null);

    /// <summary>For a network of the user's own, which sees every slot of the column.</summary>
    public static FeatureStorage EverySlot { get; } = new(null, false, null);

    /// <summary>For a network that takes dense rows.</summary>
    public static FeatureStorage Dense { get; } = new(false, false, null);

    /// <summary>For a network that takes rows stored like these.</summary>
    public static FeatureStorage Like(FeatureMatrix rows) =>
        rows.Slots is { } slots ? OfSlots(slots) : rows.IsSparse ? EverySparseSlot : Dense;

    /// <summary>For a network that takes the nonzero entries of every slot.</summary>
    public static FeatureStorage EverySparseSlot { get; } = new(true, false, null);

    /// <summary>For a network that takes entries of these slots.</summary>
    public static FeatureStorage OfSlots(int[] slots) => new(true, true, slots);
}
