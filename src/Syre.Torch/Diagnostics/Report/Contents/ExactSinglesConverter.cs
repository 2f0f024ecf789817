using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syre.Torch.Diagnostics.Report.Contents;

/// <summary>
/// Writes lists of single numbers so that reading gives the same bits: what other numbers are compared with must not be rounded.
/// </summary>
internal sealed class ExactSinglesConverter : JsonConverter<IReadOnlyList<float>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<float> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<float[]>(ref reader, options)!;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<float> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
