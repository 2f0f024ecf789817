using System.Globalization;
using System.Text;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>What a <see cref="CollapseMonitor"/> has seen so far. Immutable.</summary>
public sealed record CollapseDrift
{
    /// <summary>Rows seen, those without diagnostics left out.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows whose diagnostics are missing (NaN), as those of a row with a missing feature are.</summary>
    public required long MissingRows { get; init; }

    /// <summary>
    /// Whether training did not see the rows of the profile (<see cref="Torch.RowProfile.HeldBack"/>). If it did, new rows of the same
    /// kind are shifted too, and no shift is called drift.
    /// </summary>
    public required bool HeldBack { get; init; }

    /// <summary>The slots, in the order of the column.</summary>
    public required IReadOnlyList<SlotDrift> Slots { get; init; }

    /// <summary>Whether the rows no longer look like those of the training.</summary>
    public bool IsDrifting => Slots.Any(slot => slot.IsDrifting);

    /// <summary>Why no verdict is possible, and what to do; null where one is.</summary>
    public required string? Remark { get; init; }

    /// <summary>The verdict on the network itself, when it was trained.</summary>
    public CollapseVerdict NetworkVerdict { get; init; }

    /// <summary>What to do about drift; null where there is none.</summary>
    public string? Recommendation => !IsDrifting ? null
        : NetworkVerdict >= CollapseVerdict.Reduced
            ? $"Retrain on new rows with the preset SyrePreset.Rescue: the network is {Figures.Word(NetworkVerdict)} " +
                "and may not learn as it is."
            : "Retrain on new rows. Whether the network still learns, or should be rescued, SyreModelFile.MeasurePlasticity says.";

    /// <summary>A table, with one sentence above it, and one below it where there is drift.</summary>
    public override string ToString()
    {
        string[] drifting = [.. Slots.Where(slot => slot.IsDrifting).Select(slot => slot.Name)];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Rows} rows");
        if (MissingRows > 0)
            text.Append(CultureInfo.InvariantCulture, $" and {MissingRows} without diagnostics");
        text.AppendLine(Remark is not null ? $": no verdict. {Remark}"
            : drifting.Length > 0 ? $": they no longer look like the training rows in {string.Join(", ", drifting)}."
            : ": they look like the training rows.");
        int width = Slots.Select(slot => slot.Name.Length).DefaultIfEmpty(0).Max();
        foreach (SlotDrift slot in Slots)
        {
            text.AppendLine(string.Format(
                CultureInfo.InvariantCulture,
                "  {0}  mean {1,8:g4}  training median {2,8:g4}  shift {3,6:+0.00;-0.00;0.00}  noise {4:0.00}{5}",
                slot.Name.PadRight(width), slot.Mean, slot.TrainingMedian, slot.Shift, slot.Noise, slot.IsDrifting ? "  drift" : ""));
        }

        if (Recommendation is { } recommendation)
            text.AppendLine(recommendation);
        return text.ToString();
    }
}
