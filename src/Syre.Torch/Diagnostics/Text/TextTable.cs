using System.Text;
using Syre.Torch.Diagnostics.Text;

namespace Syre.Torch;

/// <summary>A table of what people read of a report or a comparison: columns of texts stand to the left, those of
/// numbers to the right.</summary>
public sealed class TextTable
{
    private readonly IReadOnlyList<int> _textColumns;
    private readonly List<IReadOnlyList<string>> _rows = [];

    internal TextTable(IReadOnlyList<int> textColumns, params IReadOnlyList<string> headings) =>
        (_textColumns, Headings) = (textColumns, headings);

    /// <summary>A heading for each column.</summary>
    public IReadOnlyList<string> Headings { get; }

    /// <summary>The rows, each with a cell for every column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>Whether a column is one of texts, which stand to the left.</summary>
    /// <param name="column">Its index, from 0.</param>
    public bool IsText(int column) => _textColumns.Contains(column);

    internal void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>Writes the columns aligned, two spaces between them.</summary>
    internal void WriteAligned(StringBuilder text)
    {
        int[] widths = [.. Headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Max())];
        foreach (IReadOnlyList<string> row in _rows.Prepend(Headings))
        {
            IEnumerable<string> cells =
                row.Select((cell, column) => IsText(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }

    /// <summary>Writes a table of Markdown.</summary>
    internal void WriteMarkdown(StringBuilder text)
    {
        WriteMarkdown(text, [.. Headings.Select(MarkdownText.Escape)]);
        WriteMarkdown(text, [.. Headings.Select((_, column) => IsText(column) ? "---" : "---:")]);
        foreach (IReadOnlyList<string> row in _rows)
            WriteMarkdown(text, [.. row.Select(MarkdownText.Escape)]);
    }

    private static void WriteMarkdown(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
