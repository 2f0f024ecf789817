using System.IO.Compression;

namespace TextClassificationSample;

/// <summary>Reads texts from files, and splits them.</summary>
internal static class TextFile
{
    /// <summary>Reads a tab-separated file, gzipped if its name says so. Columns are found by the header; nothing is quoted.</summary>
    /// <exception cref="InvalidDataException">There is no column <c>label</c> or <c>text</c>, or a row lacks one.</exception>
    public static List<LabelledText> Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        string[] header = (reader.ReadLine() ?? "").Split('\t');
        int label = Array.IndexOf(header, "label"), text = Array.IndexOf(header, "text");
        if (label < 0 || text < 0)
            throw new InvalidDataException($"'{path}' begins with '{string.Join("<TAB>", header)}'; expected the columns label and text.");
        var rows = new List<LabelledText>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split('\t');
            if (fields.Length != header.Length)
            {
                throw new InvalidDataException(
                    $"Row {rows.Count + 1} of '{path}' has {fields.Length} columns; the header has {header.Length}.");
            }
            rows.Add(new LabelledText { Label = fields[label], Text = fields[text] });
        }
        return rows;
    }

    /// <summary>Keeps an even fifth of the rows for the test, always the same ones: by a hash of the row's number.</summary>
    public static (List<LabelledText> Train, List<LabelledText> Test) Split(List<LabelledText> rows)
    {
        ILookup<bool, LabelledText> isTest = rows.Select((row, i) => (row, i)).ToLookup(pair => IsTest(pair.i), pair => pair.row);
        return ([.. isTest[false]], [.. isTest[true]]);
    }

    private static bool IsTest(int row) => unchecked((uint)row * 2654435761u) < 858993459u;
}
