using System.IO.Compression;
using Microsoft.VisualBasic.FileIO;

namespace Leaderboard.Sets;

/// <summary>The rows of files with the same header.</summary>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">A value for each column.</param>
internal sealed record Table(string[] Columns, List<string[]> Rows)
{
    /// <summary>
    /// Reads files: tab-separated and without quotes where the name contains <c>.tsv</c>, else comma-separated;
    /// gzipped where it ends in <c>.gz</c>.
    /// </summary>
    /// <exception cref="InvalidDataException">A header differs, or a row has another number of columns.</exception>
    public static Table Read(IReadOnlyList<string> paths)
    {
        var table = new Table([], []);
        foreach (string path in paths)
            table = table.Append(path);
        return table;
    }

    /// <summary>Number of a column.</summary>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public int IndexOf(string column) => Array.IndexOf(Columns, column) is >= 0 and int index
        ? index
        : throw new InvalidDataException($"There is no column '{column}'; the columns are {string.Join(", ", Columns)}.");

    private Table Append(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        bool tabs = Path.GetFileName(path).Contains(".tsv", StringComparison.Ordinal);
        using var parser = new TextFieldParser(plain)
        {
            Delimiters = [tabs ? "\t" : ","], HasFieldsEnclosedInQuotes = !tabs, TrimWhiteSpace = false,
        };
        string[] header = parser.ReadFields() ?? throw new InvalidDataException($"'{path}' is empty.");
        if (Columns.Length > 0 && !Columns.SequenceEqual(header))
            throw new InvalidDataException($"'{path}' has other columns than the file before it.");
        while (parser.ReadFields() is { } fields)
        {
            if (fields.Length != header.Length)
            {
                throw new InvalidDataException(
                    $"Row {Rows.Count + 1} of '{path}' has {fields.Length} columns; the header has {header.Length}.");
            }
            Rows.Add(fields);
        }
        return this with { Columns = header };
    }
}
