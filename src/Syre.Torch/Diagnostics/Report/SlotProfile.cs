namespace Syre.Torch;

/// <summary>One slot's distribution.</summary>
/// <param name="Name">The slot's name in the column.</param>
/// <param name="Index">Its index in the column.</param>
/// <param name="Quantiles">Its quantiles.</param>
public sealed record SlotProfile(string Name, int Index, IReadOnlyList<float> Quantiles);
