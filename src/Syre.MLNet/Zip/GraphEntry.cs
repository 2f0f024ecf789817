using Syre.Onnx;

namespace Syre.MLNet.Zip;

/// <summary>The entries in which ML.NET keeps ONNX graphs: a length and the graph.</summary>
internal static class GraphEntry
{
    /// <summary>Name of the entries, each in the folder of its part of the pipeline.</summary>
    public const string Name = "OnnxModel";

    /// <summary>What a graph's metadata may have of any file: more than a report of thirty layers.</summary>
    private const long FreeMetadata = 1 << 20;

    /// <summary>What they may have beyond that, in packed lengths of the entry. Reports pack by 2 to 3.</summary>
    private const long MetadataRatio = 4;

    /// <summary>What the graph is made of.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static OnnxSummary Read(Stream stream, ZipItem item) =>
        OnnxSummary.Read(stream, ReadLength(stream, item), FreeMetadata + MetadataRatio * item.PackedLength);

    /// <summary>The same, of a graph that may be read.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or was altered after it had been saved, or has what is refused.</exception>
    public static OnnxSummary ReadSound(Stream stream, ZipItem item)
    {
        OnnxSummary summary = Read(stream, item);
        return summary.Refused.Count > 0 ? throw new InvalidDataException($"its graph is refused: {string.Join("; ", summary.Refused)}") :
            summary.IsIntact == false ? throw new InvalidDataException(
                "its graph was altered after it had been saved: its SHA-256 is another") :
            summary;
    }

    /// <summary>Reads the graph's length and leaves the stream at the graph.</summary>
    /// <exception cref="InvalidDataException">It is not the length of what follows.</exception>
    public static int ReadLength(Stream stream, ZipItem item)
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            throw new InvalidDataException($"it has {item.Length} bytes, fewer than the length of a graph");
        int length = BitConverter.ToInt32(prefix);
        return length == item.Length - prefix.Length
            ? length
            : throw new InvalidDataException($"it announces a graph of {length} bytes and holds {item.Length - prefix.Length}");
    }
}
