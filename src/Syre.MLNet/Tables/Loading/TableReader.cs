using System.Text;

namespace Syre.MLNet.Tables.Loading;

/// <summary>Cuts rows of a text file into fields as ML.NET's loader does with quotes: a quote in a quoted field is doubled.</summary>
/// <param name="reader">The file.</param>
/// <param name="separator">What stands between the fields.</param>
internal sealed class TableReader(TextReader reader, char separator)
{
    private readonly StringBuilder _field = new();

    /// <summary>Whether a quoted field went over the end of a line so far.</summary>
    public bool HasFieldsOfSeveralLines { get; private set; }

    /// <summary>The next row that is not empty; null at the end.</summary>
    public List<string>? Read()
    {
        string? line;
        do
        {
            line = reader.ReadLine();
        }
        while (line is { Length: 0 });
        if (line is null)
            return null;
        var fields = new List<string>();
        int place = 0;
        do
        {
            fields.Add(Field(ref line, ref place));
        }
        while (place++ < line.Length);
        return fields;
    }

    /// <summary>Reads a field; the place is then that of the separator after it, or the line's end.</summary>
    private string Field(ref string line, ref int place)
    {
        int start = place;
        while (start < line.Length && line[start] == ' ' && separator != ' ')
            start++;
        if (start == line.Length || line[start] != '"')
        {
            int end = line.IndexOf(separator, place);
            end = end < 0 ? line.Length : end;
            string field = line[Math.Min(start, end)..end];
            place = end;
            return field;
        }
        _field.Clear();
        place = start + 1;
        while (true)
        {
            if (place == line.Length)
            {
                if (reader.ReadLine() is not { } next)
                    break;
                HasFieldsOfSeveralLines = true;
                _field.Append('\n');
                (line, place) = (next, 0);
            }
            else if (line[place] != '"')
            {
                _field.Append(line[place++]);
            }
            else if (place + 1 < line.Length && line[place + 1] == '"')
            {
                _field.Append('"');
                place += 2;
            }
            else
            {
                int end = line.IndexOf(separator, place);
                place = end < 0 ? line.Length : end;
                break;
            }
        }
        return _field.ToString();
    }
}
