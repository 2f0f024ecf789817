using System.Globalization;
using System.Text;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>What a compaction took out of a network, what that saved, and how far its outputs can be from what they were.</summary>
/// <remarks>
/// Outputs are what <see cref="SyreNetworkModel.Network"/> gives: logits, or the label in units of its standard deviation; of several
/// members each one's.
/// </remarks>
public sealed record CompactionReport
{
    /// <summary>The hidden layers: <c>hidden1</c>, or of several members <c>member1.hidden1</c>.</summary>
    public required IReadOnlyList<CompactedLayer> Layers { get; init; }

    /// <summary>The tolerance asked for.</summary>
    public required double Tolerance { get; init; }

    /// <summary>
    /// No output of any member has changed by more, but for rounding: on all rows whose features are finite, or on <see cref="Rows"/> where
    /// rows were given.
    /// </summary>
    public required double Bound { get; init; }

    /// <summary>The rows for which <see cref="Bound"/> was measured; null where it is proved for all.</summary>
    public int? Rows { get; init; }

    /// <summary>Numbers in the network before.</summary>
    public required long ParametersBefore { get; init; }

    /// <summary>Numbers in the network after.</summary>
    public required long ParametersAfter { get; init; }

    /// <summary>Bytes of the model, saved without the rest of its pipeline, before.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Bytes of the model after.</summary>
    public required long BytesAfter { get; init; }

    /// <summary>
    /// Microseconds in which ONNX Runtime computes the saved graph for one row on one thread, before: a median, measured in turns with the
    /// one after. ML.NET's own time comes on top.
    /// </summary>
    public required double MicrosecondsBefore { get; init; }

    /// <summary>The same after.</summary>
    public required double MicrosecondsAfter { get; init; }

    /// <summary>Whether units were taken out.</summary>
    public bool IsSmaller => Layers.Any(layer => layer.UnitsAfter < layer.UnitsBefore);

    /// <summary>The report as a few lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (CompactedLayer layer in Layers)
        {
            string[] gone =
            [
                .. Gone(layer.Constant, "constant"), .. Gone(layer.Copies, "copies"), .. Gone(layer.Unread, "unread"),
            ];
            text.Append(CultureInfo.InvariantCulture, $"{layer.Name}: {layer.UnitsBefore} units")
                .Append(gone.Length == 0 ? "" : $", {layer.UnitsAfter} left ({string.Join(", ", gone)} gone)").Append('\n');
        }
        string where = Rows is { } rows ? $"on {Figures.Count(rows, "row", "rows")} given, measured" : "on all rows, proved";
        text.Append($"No output changes by more than {Figures.Any(Bound)} {where}.\n")
            .Append($"{Figures.Count(ParametersBefore)} numbers, now {Figures.Count(ParametersAfter)}; ")
            .Append($"{Figures.Count(BytesBefore)} bytes, now {Figures.Count(BytesAfter)}; ")
            .Append($"{Figures.Any(MicrosecondsBefore)} µs a row, now {Figures.Any(MicrosecondsAfter)}.");
        return text.ToString();
    }

    private static IEnumerable<string> Gone(int units, string kind) =>
        units == 0 ? [] : [$"{units.ToString(CultureInfo.InvariantCulture)} {kind}"];
}
