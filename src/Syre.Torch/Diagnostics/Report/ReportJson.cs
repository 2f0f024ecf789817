using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syre.Torch.Diagnostics.Report;

/// <summary>A report as JSON: <c>{"format":1,"report":{…}}</c>.</summary>
internal static class ReportJson
{
    /// <summary>The version of the layout: 1, the first.</summary>
    public const int Format = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        // The default escapes quotation marks and all letters beyond ASCII, for JSON inside HTML; this is for files.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new RoundedSinglesConverter(), new SimilarityConverter() },
    };

    /// <summary>Writes a report.</summary>
    public static string Write(CollapseReport report) => JsonSerializer.Serialize(new File(Format, report), s_options);

    /// <summary>Reads a report.</summary>
    /// <exception cref="InvalidDataException">It is none, damaged, or of a later version.</exception>
    public static CollapseReport Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            CheckFormat(document.RootElement);
            CollapseReport report = document.Deserialize<File>(s_options)!.Report;
            ReportChecks.ThrowIfAny(report);
            return report;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"The collapse report cannot be read: {e.Message} Expected is what " +
                $"{nameof(CollapseReport)}.{nameof(CollapseReport.ToJson)} wrote, unchanged.", e);
        }
    }

    private static void CheckFormat(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format))
        {
            throw new InvalidDataException(
                $"The JSON has no field 'format', so it is no collapse report; expected is what " +
                $"{nameof(CollapseReport)}.{nameof(CollapseReport.ToJson)} wrote.");
        }
        if (format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out int version) || version is < 1 or > Format)
        {
            throw new InvalidDataException(
                $"The collapse report was written in format {format.GetRawText()}, this version of Syre.Torch reads formats up to " +
                $"{Format}. Update Syre.Torch, or measure the network again.");
        }
    }

    private sealed record File(int Format, [property: JsonRequired] CollapseReport Report);
}
