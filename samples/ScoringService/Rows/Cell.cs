using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>Reads one value where the reader stands; false if it is of another type or out of range.</summary>
internal delegate bool ReadValue<T>(ref Utf8JsonReader reader, out T value);

/// <summary>The place of one field's value, from which ML.NET reads it. For one thread.</summary>
internal abstract class Cell
{
    /// <summary>What ML.NET reads the value with: a <see cref="ValueGetter{TValue}"/>.</summary>
    public abstract Delegate Getter { get; }

    /// <summary>Takes the value where the reader stands; false if it does not fit.</summary>
    public abstract bool TryRead(ref Utf8JsonReader reader);
}

internal sealed class ScalarCell<T>(ReadValue<T> read) : Cell
{
    private T _value = default!;

    public override Delegate Getter => (ValueGetter<T>)((ref T value) => value = _value);

    public override bool TryRead(ref Utf8JsonReader reader) => read(ref reader, out _value);
}

/// <summary>A vector of known size, or of any where <paramref name="size"/> is 0.</summary>
internal sealed class VectorCell<T>(ReadValue<T> read, int size) : Cell
{
    private readonly List<T> _values = [];

    public override Delegate Getter => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, _values.Count);
        _values.CopyTo(editor.Values);
        value = editor.Commit();
    });

    public override bool TryRead(ref Utf8JsonReader reader)
    {
        _values.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if ((size > 0 && _values.Count == size) || !read(ref reader, out T value))
                return false;
            _values.Add(value);
        }
        return size == 0 || _values.Count == size;
    }
}
