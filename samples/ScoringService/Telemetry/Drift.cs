namespace ScoringService.Telemetry;

/// <summary>Whether the rows that a model has scored look like those of its training.</summary>
/// <param name="Rows">Rows seen.</param>
/// <param name="MissingRows">Rows without diagnostics, as those with a missing number are.</param>
/// <param name="Noise">The size of a shift that chance reaches once in a thousand looks.</param>
/// <param name="Slots">Each slot of the diagnostics that differs from row to row.</param>
internal sealed record Drift(long Rows, long MissingRows, double Noise, IReadOnlyList<SlotShift> Slots)
{
    /// <summary>Whether any slot has moved further than chance and a tenth of the rows.</summary>
    public bool IsDrifting => Slots.Any(slot => slot.IsDrifting);
}

/// <summary>How far one slot has moved.</summary>
/// <param name="Name">The slot.</param>
/// <param name="Shift">How many more of the rows are above (positive) or below (negative) a quantile of the training, at worst; from −1 to 1.</param>
/// <param name="IsDrifting">Whether that is more than chance and a tenth.</param>
internal sealed record SlotShift(string Name, double Shift, bool IsDrifting);
