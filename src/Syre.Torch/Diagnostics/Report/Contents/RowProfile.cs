namespace Syre.Torch;

/// <summary>
/// How the per-row diagnostics were distributed over rows like those of the training: what rows in production are compared with.
/// </summary>
public sealed record RowProfile
{
    /// <summary>Rows that the profile is from.</summary>
    public required long Rows { get; init; }

    /// <summary>
    /// Whether training did not see these rows. If it did, they look different from new rows of the same kind,
    /// and drift cannot be told by them.
    /// </summary>
    public required bool HeldBack { get; init; }

    /// <summary>The probabilities of the quantiles, rising from 0 to 1.</summary>
    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>The per-row slots, in the order of the column.</summary>
    public required IReadOnlyList<SlotProfile> Slots { get; init; }
}
