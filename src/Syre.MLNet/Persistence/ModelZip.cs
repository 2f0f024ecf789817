using Syre.MLNet.Persistence.Zip;
using Syre.Onnx;

namespace Syre.MLNet.Persistence;

/// <summary>Reads the graphs of a model file, after every entry of the file has been checked.</summary>
internal static class ModelZip
{
    /// <summary>Name of the entries in which ML.NET keeps graphs.</summary>
    public const string GraphEntry = "OnnxModel";

    /// <summary>What a graph's metadata may have of any file: more than a report of thirty layers.</summary>
    private const long FreeMetadata = 1 << 20;

    /// <summary>What they may have beyond that, in packed lengths of the entry. Reports pack by 2 to 3.</summary>
    private const long MetadataRatio = 4;

    /// <summary>What a reader makes of each graph, in the order of the pipeline; without those of which it makes nothing.</summary>
    /// <exception cref="InvalidDataException">The file is no model file, or is damaged, or has a graph that is refused, or the reader finds a fault.</exception>
    public static IReadOnlyList<T> Read<T>(string path, long? maximumBytes, Func<CheckedZip, StoredGraph, T?> read)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using CheckedZip zip = CheckedZip.Open(path, maximumBytes);
        zip.Verify();
        var found = new List<T>();
        foreach (ZipItem item in zip.Items.Where(item => item.FileName == GraphEntry).OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            OnnxSummary summary = zip.Read(item, stream => Summary(stream, item));
            try
            {
                if (read(zip, new StoredGraph(path, item, Sound(summary))) is { } made)
                    found.Add(made);
            }
            catch (InvalidDataException e)
            {
                throw CheckedZip.Fault(path, e.Message, item, e);
            }
        }
        return found;
    }

    /// <summary>What the graph of an entry is made of.</summary>
    public static OnnxSummary Summary(Stream stream, ZipItem item) =>
        OnnxSummary.Read(stream, StoredGraph.ReadLength(stream, item), FreeMetadata + MetadataRatio * item.PackedLength);

    private static OnnxSummary Sound(OnnxSummary summary) =>
        summary.Refused.Count > 0 ? throw new InvalidDataException($"its graph is refused: {string.Join("; ", summary.Refused)}") :
        summary.IsIntact == false ? throw new InvalidDataException("its graph was altered after it had been saved: its SHA-256 is another") :
        summary;
}
