using System.Text;
using Microsoft.ML.Data;

namespace Syre.Studies.Tables;

/// <summary>Lets ML.NET's text loader read lines from memory, so that rows can be chosen before it sees them.</summary>
internal sealed class CsvStream(CsvLines lines) : IMultiStreamSource
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(lines.Header + "\n" + string.Join('\n', lines.Rows));

    /// <inheritdoc/>
    public int Count => 1;

    /// <inheritdoc/>
    public string? GetPathOrNull(int index) => null;

    /// <inheritdoc/>
    public Stream Open(int index) => new MemoryStream(_text, writable: false);

    /// <inheritdoc/>
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index), Encoding.UTF8);
}
