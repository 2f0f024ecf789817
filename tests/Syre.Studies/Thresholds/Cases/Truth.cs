namespace Syre.Studies.Thresholds;

/// <summary>What is known of a case, whatever its measures say.</summary>
internal enum Truth
{
    /// <summary>Nothing was taken away: the network is as it was made, or was trained as usual.</summary>
    Healthy,

    /// <summary>Something was taken away, and the held-out error is as low as the best recipe's: capacity control.</summary>
    Kept,

    /// <summary>Something was taken away, and so much of what could be learned with it that it is beyond noise.</summary>
    Lost,

    /// <summary>The same, by features that were taken away: the finding should name them, but the network's capacity is not gone.</summary>
    Masked,

    /// <summary>Between the two, or within noise.</summary>
    Unclear,
}
