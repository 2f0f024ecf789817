using System.Text.Json;
using System.Text.Json.Nodes;
using ScoringService.Rows;

namespace ScoringService.Models;

/// <summary>A row to try a model on.</summary>
internal static class ProbeRow
{
    private static readonly DateTime s_day = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The card's example; without one, zeros and the first of a field's choices.</summary>
    public static byte[] Of(ServedModel model) => JsonSerializer.SerializeToUtf8Bytes(Example(model));

    /// <inheritdoc cref="Of"/>
    public static JsonObject Example(ServedModel model) =>
        model.File.Card?["example"] is JsonObject example
            ? example.DeepClone().AsObject()
            : new JsonObject(model.Input.Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, Value(field))));

    private static JsonNode Value(InputField field) => field.Type.Size is { } size
        ? new JsonArray([.. Enumerable.Range(0, size).Select(_ => Scalar(field))])
        : Scalar(field);

    private static JsonNode Scalar(InputField field) => field.Type.Kind switch
    {
        "boolean" => JsonValue.Create(false),
        "string" when field.Column.Type.RawType == typeof(DateTime) => JsonValue.Create(s_day),
        "string" => JsonValue.Create(field.Choices is [string first, ..] ? first : ""),
        _ => JsonValue.Create(0),
    };
}
