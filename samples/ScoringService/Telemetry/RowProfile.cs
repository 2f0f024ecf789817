using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ScoringService.Telemetry;

/// <summary>How the rows' diagnostics were distributed in training, as the file's report has it.</summary>
/// <param name="Rows">Rows that the profile is from.</param>
/// <param name="HeldBack">Whether training did not see them.</param>
/// <param name="Probabilities">Probabilities of the quantiles.</param>
/// <param name="Slots">The slots that differ from row to row.</param>
internal sealed record RowProfile(long Rows, bool HeldBack, double[] Probabilities, ProfiledSlot[] Slots)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
    };

    /// <summary>The profile of a report; null if it has none, or one that contradicts itself.</summary>
    public static RowProfile? Of(JsonObject report)
    {
        try
        {
            RowProfile? profile = report["rowProfile"].Deserialize<RowProfile>(s_json);
            return profile is { Probabilities: not null, Slots: not null } && profile.Slots.All(slot => slot?.IsSound(profile) == true)
                ? profile
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether it tells of a column with such slots.</summary>
    public bool Fits(IReadOnlyList<string> slotNames) =>
        Slots.All(slot => slot.Index < slotNames.Count && slotNames[slot.Index] == slot.Name);
}

/// <param name="Name">Its name.</param>
/// <param name="Index">Its index in the column.</param>
/// <param name="Quantiles">Its quantiles in training.</param>
/// <param name="Cuts">Rising points between its values; null in files of earlier versions.</param>
/// <param name="RowsBelow">How many of the profile's rows are below each.</param>
/// <param name="Rows">How many have a value.</param>
internal sealed record ProfiledSlot(
    string Name, int Index, float[] Quantiles, float[]? Cuts = null, long[]? RowsBelow = null, long? Rows = null)
{
    /// <summary>What two runtimes differ by, and half a unit of the fifth digit, where the quantiles of earlier versions end.</summary>
    private const double SameValue = 1e-5, RoundedValue = 6e-5;

    /// <summary>Rows of the profile that have a value.</summary>
    public long RowsOf(RowProfile profile) =>
        Rows ?? (Quantiles.Length == 0 || float.IsNaN(Quantiles[Quantiles.Length / 2]) ? 0 : profile.Rows);

    /// <summary>Whether its members fit each other.</summary>
    public bool IsSound(RowProfile profile) =>
        Name is not null && Index >= 0 && Quantiles is not null && Quantiles.Length == profile.Probabilities.Length
        && (Cuts is null || (RowsBelow?.Length == Cuts.Length && RowsOf(profile) >= Math.Min(1, Cuts.Length)
            && RowsBelow.All(below => below >= 0 && below <= RowsOf(profile)) && Cuts.SequenceEqual(Cuts.Order())));

    /// <summary>
    /// The points, and between which bounds the share of the profile's rows below each is. Earlier versions wrote quantiles alone: that of
    /// probability p has at most the share p of the rows below it and at least p up to it, each to one row.
    /// </summary>
    public Cut[] CutsOf(RowProfile profile)
    {
        double rows = Math.Max(1, RowsOf(profile));
        if (Cuts is not null)
            return [.. Cuts.Zip(RowsBelow!, (at, below) => new Cut(at, below / rows, below / rows))];
        return
        [
            .. Quantiles.Zip(profile.Probabilities)
                .Where(pair => float.IsFinite(pair.First))
                .SelectMany(pair => Around(pair.First, pair.Second, 1 / rows))
                .OrderBy(cut => cut.At),
        ];
    }

    private static Cut[] Around(float quantile, double probability, double row)
    {
        double same = RoundedValue * Math.Abs(quantile) + SameValue;
        return [new Cut((float)(quantile - same), 0, probability + row), new Cut((float)(quantile + same), probability - row, 1)];
    }
}

/// <summary>A point, and what is known of the share of the profile's rows below it.</summary>
internal readonly record struct Cut(float At, double Least, double Most);
