using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>
/// Writes one column of scored rows as a JSON property: a label by its name, a vector with named slots as an
/// object, NaN as null. For one thread.
/// </summary>
internal abstract class ColumnWriter(DataViewSchema.Column column)
{
    private readonly JsonEncodedText _name = JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(column.Name));

    /// <summary>Whether the column is the score itself, whose numbers are null one by one.</summary>
    public bool IsOfScore { get; } = column.Name == OutputColumns.Score;

    /// <summary>Writes the value of the row's present position.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>Whether the value of the row's present position is NaN, or has one among its slots.</summary>
    public abstract bool IsMissing();

    /// <summary>Writes that there is no value.</summary>
    public void WriteNull(Utf8JsonWriter json)
    {
        WriteName(json);
        json.WriteNullValue();
    }

    /// <exception cref="NotSupportedException">The column is of a type that no task of ML.NET answers with.</exception>
    public static ColumnWriter Of(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        KeyDataViewType when ColumnTexts.Keys(column) is { } texts =>
            new Scalar<uint>(row, column, (json, key) => WriteText(json, key == 0 || key > texts.Length ? null : texts[key - 1])),
        KeyDataViewType => new Scalar<uint>(row, column, (json, key) => json.WriteNumberValue(key)),
        BooleanDataViewType => new Scalar<bool>(row, column, (json, value) => json.WriteBooleanValue(value)),
        NumberDataViewType { RawType: var raw } when raw == typeof(float) => new Scalar<float>(row, column, WriteNumber),
        NumberDataViewType { RawType: var raw } when raw == typeof(uint) =>
            new Scalar<uint>(row, column, (json, value) => json.WriteNumberValue(value)),
        TextDataViewType => new Scalar<ReadOnlyMemory<char>>(row, column, (json, text) => json.WriteStringValue(text.Span)),
        VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw } } when raw == typeof(float) => new Vector(row, column),
        _ => throw new NotSupportedException(
            $"The model's answer '{column.Name}' is of type {column.Type}, which has no form in JSON here."),
    };

    private void WriteName(Utf8JsonWriter json) => json.WritePropertyName(_name);

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

    private sealed class Scalar<T>(DataViewRow row, DataViewSchema.Column column, Action<Utf8JsonWriter, T> write) : ColumnWriter(column)
    {
        private readonly ValueGetter<T> _get = row.GetGetter<T>(column);
        private T _value = default!;

        public override void Write(Utf8JsonWriter json)
        {
            _get(ref _value);
            WriteName(json);
            write(json, _value);
        }

        public override bool IsMissing()
        {
            _get(ref _value);
            return _value is float.NaN;
        }
    }

    private sealed class Vector(DataViewRow row, DataViewSchema.Column column) : ColumnWriter(column)
    {
        private readonly ValueGetter<VBuffer<float>> _get = row.GetGetter<VBuffer<float>>(column);
        private readonly JsonEncodedText[]? _slots =
            ColumnTexts.SlotNames(column) is { } names && names.Distinct().Count() == names.Length
                ? [.. names.Select(name => JsonEncodedText.Encode(name))]
                : null;
        private VBuffer<float> _value;

        public override void Write(Utf8JsonWriter json)
        {
            _get(ref _value);
            WriteName(json);
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

        public override bool IsMissing()
        {
            _get(ref _value);
            foreach (float number in _value.GetValues())
            {
                if (float.IsNaN(number))
                    return true;
            }
            return false;
        }
    }
}
