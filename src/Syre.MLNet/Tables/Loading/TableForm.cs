using Microsoft.ML.Data;
using Syre.MLNet.Tables.Values;

namespace Syre.MLNet.Tables.Loading;

/// <summary>The form of a table in a text file: what stands between its columns, their names and types.</summary>
/// <param name="Separator">What stands between the columns.</param>
/// <param name="HasHeader">Whether the first row names them.</param>
/// <param name="DecimalMarker">The point in numbers.</param>
/// <param name="HasFieldsOfSeveralLines">Whether quoted fields go over the ends of lines.</param>
/// <param name="Columns">Names and types.</param>
internal sealed record TableForm(
    char Separator, bool HasHeader, char DecimalMarker, bool HasFieldsOfSeveralLines, IReadOnlyList<(string Name, DataKind Kind)> Columns)
{
    private static readonly char[] s_separators = [',', ';', '\t', '|'];

    /// <summary>Rows by which separator and header are told.</summary>
    private const int FirstRows = 100;

    /// <summary>Reads the form off a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">What of it is known.</param>
    /// <exception cref="InvalidDataException">There is no row in it, or none below the header.</exception>
    public static TableForm Infer(TableFile file, TableFileOptions options)
    {
        char separator = options.Separator ?? InferSeparator(file);
        using TextReader text = file.OpenText();
        var reader = new TableReader(text, separator);
        List<List<string>> first = FirstOf(reader);
        if (first.Count == 0)
            throw new InvalidDataException($"There is no row in '{file.Path}'.");
        bool hasHeader = options.HasHeader ?? IsHeader(first);
        string[] names = Names(hasHeader ? first[0] : [], first.Max(row => row.Count));
        FieldType[] types = [.. names.Select(_ => new FieldType())];
        int rows = 0;
        foreach (List<string> row in first.Skip(hasHeader ? 1 : 0).Concat(Rest(reader)))
        {
            if (rows++ == options.InferenceRows)
                break;
            for (int i = 0; i < types.Length; i++)
                types[i].Add(i < row.Count ? row[i] : "");
        }
        if (rows == 0)
            throw new InvalidDataException($"There is no row below the header in '{file.Path}'.");
        bool complete = rows <= options.InferenceRows;
        bool commas = separator != ',' && types.Any(type => type.HasDecimalCommas);
        return new TableForm(
            separator, hasHeader, commas ? ',' : '.', reader.HasFieldsOfSeveralLines,
            [.. names.Zip(types, (name, type) => (name, type.Kind(commas, complete)))]);
    }

    private static List<List<string>> FirstOf(TableReader reader)
    {
        var rows = new List<List<string>>();
        while (rows.Count < FirstRows && reader.Read() is { } row)
            rows.Add(row);
        return rows;
    }

    private static IEnumerable<List<string>> Rest(TableReader reader)
    {
        while (reader.Read() is { } row)
            yield return row;
    }

    /// <summary>The one that cuts most rows into as many fields as the first, and into most; a comma where none cuts anything.</summary>
    private static char InferSeparator(TableFile file) => s_separators.MaxBy(separator =>
    {
        using TextReader text = file.OpenText();
        List<List<string>> rows = FirstOf(new TableReader(text, separator));
        int width = rows.Count == 0 ? 0 : rows[0].Count;
        return width < 2 ? 0 : (double)rows.Count(row => row.Count == width) / rows.Count * 1000 + Math.Min(width, 900);
    });

    /// <summary>
    /// Whether the first row names the columns: it has no number and no date, and its fields differ; below it there is a number or a date,
    /// or none of its fields comes again in its column.
    /// </summary>
    private static bool IsHeader(List<List<string>> rows)
    {
        List<string> first = rows[0];
        string[] named = [.. first.Where(field => !TextValues.IsBlank(field))];
        if (named.Any(IsValue) || named.Length == 0 || named.Distinct().Count() < named.Length)
            return false;
        return rows.Skip(1).Any(row => row.Any(IsValue))
            || !rows.Skip(1).Any(row => row.Zip(first).Any(fields => fields.First == fields.Second && fields.First.Length > 0));
    }

    private static bool IsValue(string field) => TextValues.TryNumber(field, out _) || TextValues.TryDate(field, out _);

    /// <summary>The names without blanks around them, made different, and <c>Column3</c> where there is none.</summary>
    private static string[] Names(List<string> header, int count)
    {
        var names = new List<string>();
        for (int i = 0; i < count; i++)
        {
            string wanted = i < header.Count && header[i].Trim() is { Length: > 0 } given ? given : $"Column{i + 1}", name = wanted;
            for (int copy = 2; names.Contains(name); copy++)
                name = $"{wanted}_{copy}";
            names.Add(name);
        }
        return [.. names];
    }
}
