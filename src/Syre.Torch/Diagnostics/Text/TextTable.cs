using System.Text;

namespace Syre.Torch.Diagnostics.Text;

/// <summary>A table with a heading; columns of texts stand to the left, all others, of numbers, to the right.</summary>
internal sealed class TextTable(IReadOnlyList<int> textColumns, params IReadOnlyList<string> headings)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>The headings.</summary>
    public IReadOnlyList<string> Headings => headings;

    /// <summary>The rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>Whether a column is one of texts, which stand to the left.</summary>
    public bool IsText(int column) => textColumns.Contains(column);

    /// <summary>Adds a row.</summary>
    public void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>Writes the columns aligned, two spaces between them.</summary>
    public void WriteAligned(StringBuilder text)
    {
        int[] widths = [.. Headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Max())];
        foreach (IReadOnlyList<string> row in _rows.Prepend(Headings))
        {
            IEnumerable<string> cells = row.Select((cell, column) => IsText(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }

    /// <summary>Writes a table of Markdown.</summary>
    public void WriteMarkdown(StringBuilder text)
    {
        WriteMarkdown(text, [.. Headings.Select(MarkdownText.Escape)]);
        WriteMarkdown(text, [.. Headings.Select((_, column) => IsText(column) ? "---" : "---:")]);
        foreach (IReadOnlyList<string> row in _rows)
            WriteMarkdown(text, [.. row.Select(MarkdownText.Escape)]);
    }

    private static void WriteMarkdown(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
