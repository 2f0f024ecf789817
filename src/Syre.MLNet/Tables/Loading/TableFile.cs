using System.IO.Compression;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tables.Loading;

/// <summary>A text file, compressed by gzip where its name ends in <c>.gz</c>.</summary>
/// <param name="path">Where it is.</param>
internal sealed class TableFile(string path) : IMultiStreamSource
{
    /// <summary>Where it is.</summary>
    public string Path => path;

    public int Count => 1;

    /// <summary>Null, for what opens the file by itself would not unpack it.</summary>
    public string? GetPathOrNull(int index) => IsCompressed ? null : path;

    public Stream Open(int index)
    {
        FileStream file = File.OpenRead(path);
        return IsCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    /// <summary>Opens it for reading.</summary>
    public TextReader OpenText() => OpenTextReader(0);

    private bool IsCompressed => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}
