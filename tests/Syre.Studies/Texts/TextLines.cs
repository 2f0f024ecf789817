using Syre.Studies.Tables;

namespace Syre.Studies.Texts;

/// <summary>Reads sets of texts: a label, and a text in the last column.</summary>
internal static class TextLines
{
    /// <summary>The training part of a set; null where it is not here.</summary>
    /// <param name="data">The folder of the data, or null.</param>
    /// <param name="folder">The set's folder under <c>text</c>.</param>
    public static CsvLines? Read(string? data, string folder)
    {
        if (data is null)
            return null;
        foreach (string suffix in new[] { ".tsv", ".tsv.gz" })
        {
            if (Path.Combine(data, "text", folder, "train" + suffix) is var train && File.Exists(train))
                return CsvLines.Read(train);
            if (Path.Combine(data, "text", folder, "data" + suffix) is var whole && File.Exists(whole))
                return CsvLines.Read(whole).WithoutTestRows();
        }
        return null;
    }

    /// <summary>The rows of some lines.</summary>
    public static TextRow[] Rows(CsvLines lines) =>
        [.. lines.Rows.Select(line => line.Split('\t')).Select(cells => new TextRow { Name = cells[0], Text = cells[^1] })];
}
