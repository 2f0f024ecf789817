using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syre.Torch.Diagnostics.Report;

/// <summary>Writes lists of single numbers with five significant digits: spectra are most of a report, and a picture shows three.</summary>
internal sealed class RoundedSinglesConverter : JsonConverter<IReadOnlyList<float>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<float> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<float[]>(ref reader, options)!;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<float> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (float number in value)
        {
            string written = number.ToString("G5", CultureInfo.InvariantCulture);
            if (float.IsFinite(number))
                writer.WriteRawValue(written, skipInputValidation: true);
            else
                writer.WriteStringValue(written);
        }
        writer.WriteEndArray();
    }
}
