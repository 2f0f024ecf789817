using System.IO.Compression;

namespace Syre.Studies.Tables;

/// <summary>The lines of a CSV file, header apart.</summary>
/// <param name="Header">The header line.</param>
/// <param name="Rows">One line a row.</param>
internal sealed record CsvLines(string Header, IReadOnlyList<string> Rows)
{
    /// <summary>The columns' names.</summary>
    public string[] Columns => Header.Split(',');

    /// <summary>Reads a file, gzipped if its name says so.</summary>
    public static CsvLines Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        string header = reader.ReadLine() ?? "";
        var rows = new List<string>();
        while (reader.ReadLine() is { } row)
            rows.Add(row);
        return new CsvLines(header, rows);
    }

    /// <summary>
    /// Without the fifth of the rows that the project's split rule keeps for tests: an even one, by a hash of the row's number.
    /// </summary>
    public CsvLines WithoutTestRows() => this with { Rows = [.. Rows.Where((_, row) => unchecked((uint)row * 2654435761u) >= 858993459u)] };

    /// <summary>
    /// Rows to train on and rows held out, drawn anew by each seed: three quarters and one, of many rows at most <paramref name="maxRows"/>
    /// each, or of those held out <paramref name="maxHeldOut"/>.
    /// </summary>
    public (CsvLines Training, CsvLines HeldOut) Split(int seed, int maxRows, int? maxHeldOut = null)
    {
        string[] shuffled = [.. Rows];
        new Random(seed).Shuffle(shuffled);
        int training = Math.Min(maxRows, shuffled.Length * 3 / 4);
        int heldOut = Math.Min(maxHeldOut ?? maxRows, shuffled.Length - training);
        return (this with { Rows = shuffled[..training] }, this with { Rows = shuffled[training..(training + heldOut)] });
    }
}
