using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>What a field holds, in JSON's words.</summary>
/// <param name="Kind">JSON's type of a value: <c>number</c>, <c>integer</c>, <c>boolean</c> or <c>string</c>.</param>
/// <param name="Size">Size of an array of such values, 0 for any; null where the field is one value.</param>
/// <param name="NewCell">Makes a place for a value.</param>
internal sealed record FieldType(string Kind, int? Size, [property: JsonIgnore] Func<Cell> NewCell)
{
    private static readonly Dictionary<Type, Maker> s_makers = new()
    {
        [typeof(float)] = Of("number", (ref Utf8JsonReader r, out float v) => NumberOrMissing(ref r, out v)),
        [typeof(double)] = Of("number", (ref Utf8JsonReader r, out double v) => NumberOrMissing(ref r, out v)),
        [typeof(sbyte)] = Of("integer", (ref Utf8JsonReader r, out sbyte v) => Is(r, JsonTokenType.Number, out v) && r.TryGetSByte(out v)),
        [typeof(short)] = Of("integer", (ref Utf8JsonReader r, out short v) => Is(r, JsonTokenType.Number, out v) && r.TryGetInt16(out v)),
        [typeof(int)] = Of("integer", (ref Utf8JsonReader r, out int v) => Is(r, JsonTokenType.Number, out v) && r.TryGetInt32(out v)),
        [typeof(long)] = Of("integer", (ref Utf8JsonReader r, out long v) => Is(r, JsonTokenType.Number, out v) && r.TryGetInt64(out v)),
        [typeof(byte)] = Of("integer", (ref Utf8JsonReader r, out byte v) => Is(r, JsonTokenType.Number, out v) && r.TryGetByte(out v)),
        [typeof(ushort)] = Of(
            "integer", (ref Utf8JsonReader r, out ushort v) => Is(r, JsonTokenType.Number, out v) && r.TryGetUInt16(out v)),
        [typeof(uint)] = Of("integer", (ref Utf8JsonReader r, out uint v) => Is(r, JsonTokenType.Number, out v) && r.TryGetUInt32(out v)),
        [typeof(ulong)] = Of("integer", (ref Utf8JsonReader r, out ulong v) => Is(r, JsonTokenType.Number, out v) && r.TryGetUInt64(out v)),
        [typeof(DateTime)] = Of(
            "string", (ref Utf8JsonReader r, out DateTime v) => Is(r, JsonTokenType.String, out v) && r.TryGetDateTime(out v)),
        [typeof(bool)] = Of("boolean",
            (ref Utf8JsonReader r, out bool v) => (v = r.TokenType == JsonTokenType.True) || r.TokenType == JsonTokenType.False),
        [typeof(ReadOnlyMemory<char>)] = Of("string", (ref Utf8JsonReader r, out ReadOnlyMemory<char> v) => TextOrMissing(ref r, out v)),
    };

    private delegate FieldType Maker(int? size);

    /// <summary>What is expected, for messages.</summary>
    [JsonIgnore]
    public string Expected => Size switch
    {
        null => Article(Kind),
        0 => $"an array of {Plural(Kind)}",
        _ => $"an array of {Size} {Plural(Kind)}",
    };

    /// <summary>The type for a column of ML.NET.</summary>
    /// <exception cref="NotSupportedException">JSON has no values for it.</exception>
    public static FieldType Of(DataViewSchema.Column column)
    {
        var vector = column.Type as VectorDataViewType;
        DataViewType item = vector?.ItemType ?? column.Type;
        return s_makers.TryGetValue(item.RawType, out Maker? maker)
            ? maker(vector?.Size)
            : throw new NotSupportedException(
                $"The model reads column '{column.Name}' of type {column.Type}, which has no form in JSON here.");
    }

    private static Maker Of<T>(string kind, ReadValue<T> read) => size =>
        new FieldType(kind, size, size is { } count ? () => new VectorCell<T>(read, count) : () => new ScalarCell<T>(read));

    private static bool Is<T>(in Utf8JsonReader reader, JsonTokenType token, out T value)
    {
        value = default!;
        return reader.TokenType == token;
    }

    private static bool NumberOrMissing(ref Utf8JsonReader reader, out float value)
    {
        value = float.NaN;
        return reader.TokenType == JsonTokenType.Null
            || (reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out value) && float.IsFinite(value));
    }

    private static bool NumberOrMissing(ref Utf8JsonReader reader, out double value)
    {
        value = double.NaN;
        return reader.TokenType == JsonTokenType.Null
            || (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && double.IsFinite(value));
    }

    private static bool TextOrMissing(ref Utf8JsonReader reader, out ReadOnlyMemory<char> value)
    {
        value = reader.TokenType == JsonTokenType.String ? reader.GetString().AsMemory() : default;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null;
    }

    private static string Article(string kind) => kind == "integer" ? "an integer" : $"a {kind}";

    private static string Plural(string kind) => $"{kind}s";
}
