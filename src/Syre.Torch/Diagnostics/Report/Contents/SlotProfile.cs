using System.Text.Json.Serialization;
using Syre.Torch.Diagnostics.Report.Contents;

namespace Syre.Torch;

/// <summary>One slot's distribution.</summary>
/// <param name="Name">The slot's name in the column.</param>
/// <param name="Index">Its index in the column.</param>
/// <param name="Quantiles">Its quantiles, for people: what rows are compared by is <see cref="Cuts"/>.</param>
public sealed record SlotProfile(
    string Name, int Index, [property: JsonConverter(typeof(ExactSinglesConverter))] IReadOnlyList<float> Quantiles)
{
    /// <summary>
    /// Rising points between values that occurred, below and above each quantile's own value: a value that many rows share lies between
    /// two of them, never on one. Null in reports of earlier versions, which have quantiles alone.
    /// </summary>
    [JsonConverter(typeof(ExactSinglesConverter))]
    public IReadOnlyList<float>? Cuts { get; init; }

    /// <summary>How many of the rows lie below each of <see cref="Cuts"/>; null where there are none.</summary>
    public IReadOnlyList<long>? RowsBelow { get; init; }

    /// <summary>
    /// Rows that have a value in this slot; null where there are no <see cref="Cuts"/>, and then it is <see cref="RowProfile.Rows"/>.
    /// </summary>
    public long? Rows { get; init; }
}
