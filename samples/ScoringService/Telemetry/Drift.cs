namespace ScoringService.Telemetry;

/// <summary>Whether the rows that a model has scored look like those of its training.</summary>
/// <param name="Rows">Rows seen.</param>
/// <param name="MissingRows">Rows without diagnostics, as those with a missing number are.</param>
/// <param name="Noise">The size of a shift that chance reaches once in a thousand streams; the largest of the slots'.</param>
/// <param name="Slots">Each slot of the diagnostics that differs from row to row.</param>
/// <param name="Remark">Why no verdict is possible; null where one is.</param>
internal sealed record Drift(long Rows, long MissingRows, double Noise, IReadOnlyList<SlotShift> Slots, string? Remark)
{
    /// <summary>Whether any slot has moved further than chance and a tenth of the rows together.</summary>
    public bool IsDrifting => Slots.Any(slot => slot.IsDrifting);
}

/// <summary>How far one slot has moved.</summary>
/// <param name="Name">The slot.</param>
/// <param name="Shift">How many more of the rows are above (positive) or below (negative) a point than in training, at worst; from −1 to
/// 1.</param>
/// <param name="IsDrifting">Whether that is more than chance and a tenth together.</param>
internal sealed record SlotShift(string Name, double Shift, bool IsDrifting);
