using System.Globalization;

namespace Leaderboard.Tables;

/// <summary>Cells and rows of a table in Markdown.</summary>
internal static class Cell
{
    /// <summary>A value of a measure with its spread.</summary>
    public static string Text(Statistic? value, Measure measure) => value is null ? "–"
        : value.Deviation is { } deviation ? $"{measure.Text(value.Mean)} ± {measure.Text(deviation)}" : measure.Text(value.Mean);

    /// <summary>A difference, with its sign.</summary>
    public static string Signed(Statistic? value)
    {
        if (value is null)
            return "–";
        string mean = value.Mean.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);
        return value.Deviation is { } deviation ? string.Create(CultureInfo.InvariantCulture, $"{mean} ± {deviation:f3}") : mean;
    }

    /// <summary>A whole number.</summary>
    public static string Number(int? number) =>
        number?.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ') ?? "–";

    /// <summary>Writes a row.</summary>
    public static void WriteRow(TextWriter output, IEnumerable<string> cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");

    /// <summary>Writes a heading, with a first column of names and others of numbers.</summary>
    public static void WriteHead(TextWriter output, IReadOnlyCollection<string> cells)
    {
        WriteRow(output, cells);
        WriteRow(output, cells.Select((_, column) => column == 0 ? "---" : "---:"));
    }
}
