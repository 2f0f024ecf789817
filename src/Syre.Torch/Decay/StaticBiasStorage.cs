namespace Syre.Torch;

/// <summary>Whether θ0 (and the diagonal D) is kept in memory or made anew in every step; the values are the same bit for bit.</summary>
public enum StaticBiasStorage
{
    /// <summary>Kept: 4 bytes a parameter for θ0, and 4 more for D under <see cref="DecayMode.SyreAdvanced"/>.</summary>
    Stored,

    /// <summary>
    /// Made anew in every step from seed, parameter name and element index: no memory, but many times the cost of the rest
    /// of the update. For networks that fill the memory, and for large embedding tables with sparse gradients, of which only
    /// the rows of the batch are made.
    /// </summary>
    Regenerated,
}
