using System.Text.Json;

namespace ScoringService.Rows;

/// <summary>Reads a JSON object into the cells of a row, and finds everything that is wrong with it.</summary>
/// <param name="schema">The fields.</param>
/// <param name="cells">Their places.</param>
/// <param name="mostTextBytes">Most bytes of a field of text, as the JSON has them.</param>
internal sealed class RowReader(InputSchema schema, IReadOnlyList<Cell> cells, int mostTextBytes)
{
    private const int MostErrors = 20;
    private readonly bool[] _given = new bool[cells.Count];

    /// <summary>Reads the whole of a JSON text as one row.</summary>
    /// <exception cref="RowException">The row does not fit.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new RowException("A row is a JSON object with a value for each field.");
            ReadFields(ref reader);
            if (reader.Read())
                throw new RowException("There is something after the row.");
        }
        catch (JsonException e)
        {
            throw NoJson(e);
        }
        catch (InvalidOperationException)
        {
            throw new RowException("A text in the row is no valid UTF-8.");
        }
    }

    /// <summary>What to say of a text that is no JSON.</summary>
    public static RowException NoJson(JsonException e) =>
        new($"The JSON is malformed at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");

    private void ReadFields(ref Utf8JsonReader reader)
    {
        Dictionary<string, string>? errors = null;
        Array.Clear(_given);
        int next = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            int index = IndexOf(ref reader, next, out string? unknown);
            reader.Read();
            if ((index < 0 ? Unknown(ref reader) : ReadCell(index, ref reader)) is { } error)
                (errors ??= []).TryAdd(unknown ?? schema.Fields[index].Name, error);
            if (errors?.Count >= MostErrors)
                throw new RowException(errors);
            next = index + 1;
        }
        for (int i = 0; i < _given.Length; i++)
        {
            if (!_given[i])
                (errors ??= []).TryAdd(schema.Fields[i].Name, $"is missing; expected {schema.Fields[i].Type.Expected}.");
        }
        if (errors is not null)
            throw new RowException(errors);
    }

    private static string Unknown(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return "is unknown; the model has no such field.";
    }

    private int IndexOf(ref Utf8JsonReader reader, int expected, out string? unknown)
    {
        unknown = null;
        // Clients give the fields in the same order each time, most often the schema's.
        if (expected < schema.Fields.Count && reader.ValueTextEquals(schema.Fields[expected].Key.EncodedUtf8Bytes))
            return expected;
        string name = reader.GetString()!;
        int index = schema.IndexOf(name);
        if (index < 0)
            unknown = name;
        return index;
    }

    private string? ReadCell(int index, ref Utf8JsonReader reader)
    {
        if (_given[index])
        {
            reader.Skip();
            return "is given twice.";
        }
        _given[index] = true;
        JsonTokenType found = reader.TokenType;
        int depth = reader.CurrentDepth;
        if (schema.Fields[index].IsText && BytesOf(reader) is var bytes && bytes > mostTextBytes)
        {
            reader.Skip();
            return $"has {bytes} bytes of JSON; the most are {mostTextBytes} (Scoring:MaxTextBytes).";
        }
        if (cells[index].TryRead(ref reader))
            return null;
        // An array may be left in its middle.
        while (reader.CurrentDepth > depth)
            reader.Read();
        reader.Skip();
        return $"must be {schema.Fields[index].Type.Expected}; found {Name(found)}.";
    }

    /// <summary>Length of the value where the reader stands, as the JSON has it.</summary>
    private static long BytesOf(Utf8JsonReader reader)
    {
        long start = reader.TokenStartIndex;
        reader.Skip();
        return reader.BytesConsumed - start;
    }

    private static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array that is not that",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number that is not that, or out of its range",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };
}
