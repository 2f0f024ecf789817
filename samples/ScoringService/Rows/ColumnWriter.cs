using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>
/// Writes one column of scored rows as a JSON property: a label by its name, a vector with named slots as an object, NaN as null. For one thread.
/// </summary>
internal abstract class ColumnWriter
{
    /// <summary>Writes the value of the row's present position.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>The writer for a column.</summary>
    /// <exception cref="NotSupportedException">The column is of a type that no task of ML.NET answers with.</exception>
    public static ColumnWriter Of(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        KeyDataViewType when ColumnTexts.Keys(column) is { } texts =>
            new Scalar<uint>(row, column, (json, key) => WriteText(json, key == 0 || key > texts.Length ? null : texts[key - 1])),
        KeyDataViewType => new Scalar<uint>(row, column, (json, key) => json.WriteNumberValue(key)),
        BooleanDataViewType => new Scalar<bool>(row, column, (json, value) => json.WriteBooleanValue(value)),
        NumberDataViewType { RawType: var raw } when raw == typeof(float) => new Scalar<float>(row, column, WriteNumber),
        NumberDataViewType { RawType: var raw } when raw == typeof(uint) => new Scalar<uint>(row, column, (json, value) => json.WriteNumberValue(value)),
        TextDataViewType => new Scalar<ReadOnlyMemory<char>>(row, column, (json, text) => json.WriteStringValue(text.Span)),
        VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw } } when raw == typeof(float) => new Vector(row, column),
        _ => throw new NotSupportedException($"The model's answer '{column.Name}' is of type {column.Type}, which has no form in JSON here."),
    };

    private static JsonEncodedText Name(DataViewSchema.Column column) => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(column.Name));

    private static void WriteText(Utf8JsonWriter json, string? text)
    {
        if (text is null)
            json.WriteNullValue();
        else
            json.WriteStringValue(text);
    }

    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }

    private sealed class Scalar<T>(DataViewRow row, DataViewSchema.Column column, Action<Utf8JsonWriter, T> write) : ColumnWriter
    {
        private readonly ValueGetter<T> _get = row.GetGetter<T>(column);
        private readonly JsonEncodedText _name = Name(column);
        private T _value = default!;

        public override void Write(Utf8JsonWriter json)
        {
            _get(ref _value);
            json.WritePropertyName(_name);
            write(json, _value);
        }
    }

    private sealed class Vector(DataViewRow row, DataViewSchema.Column column) : ColumnWriter
    {
        private readonly ValueGetter<VBuffer<float>> _get = row.GetGetter<VBuffer<float>>(column);
        private readonly JsonEncodedText _name = Name(column);
        private readonly JsonEncodedText[]? _slots =
            ColumnTexts.SlotNames(column) is { } names && names.Distinct().Count() == names.Length
                ? [.. names.Select(name => JsonEncodedText.Encode(name))]
                : null;
        private VBuffer<float> _value;

        public override void Write(Utf8JsonWriter json)
        {
            _get(ref _value);
            json.WritePropertyName(_name);
            bool named = _slots?.Length == _value.Length;
            if (named)
                json.WriteStartObject();
            else
                json.WriteStartArray();
            int slot = 0;
            foreach (float number in _value.DenseValues())
            {
                if (named)
                    json.WritePropertyName(_slots![slot++]);
                WriteNumber(json, number);
            }
            if (named)
                json.WriteEndObject();
            else
                json.WriteEndArray();
        }
    }
}
