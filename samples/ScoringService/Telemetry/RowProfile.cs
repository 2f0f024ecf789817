using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ScoringService.Telemetry;

/// <summary>How the rows' diagnostics were distributed in training, as the file's report has it.</summary>
/// <param name="Rows">Rows that the quantiles are from.</param>
/// <param name="Probabilities">Probabilities of the quantiles.</param>
/// <param name="Slots">The slots that differ from row to row.</param>
internal sealed record RowProfile(long Rows, double[] Probabilities, ProfiledSlot[] Slots)
{
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The profile of a report; null if it has none.</summary>
    public static RowProfile? Of(JsonObject report) => report["rowProfile"].Deserialize<RowProfile>(s_json);

    /// <summary>Whether it tells of a column with such slots.</summary>
    public bool Fits(IReadOnlyList<string> slotNames) => Slots.All(slot => slot.Index < slotNames.Count && slotNames[slot.Index] == slot.Name);
}

/// <summary>One slot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">Its index in the column.</param>
/// <param name="Quantiles">Its quantiles in training.</param>
internal sealed record ProfiledSlot(string Name, int Index, float[] Quantiles);
