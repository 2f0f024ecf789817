using Syre.MLNet.Zip;

namespace Syre.MLNet.Files;

/// <summary>Reads the graphs of a model file, after every entry of the file has been checked.</summary>
internal static class ModelZip
{
    /// <summary>What a reader makes of each graph, in the order of the pipeline; without those of which it makes nothing.</summary>
    /// <exception cref="InvalidDataException">The file is no model file, or is damaged, or has a graph that is refused, or the reader finds
    /// a fault.</exception>
    public static IReadOnlyList<T> Read<T>(string path, long? maximumBytes, Func<CheckedZip, StoredGraph, T?> read)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using CheckedZip zip = CheckedZip.Open(path, maximumBytes);
        zip.Verify();
        var found = new List<T>();
        foreach (ZipItem item in zip.Items.Where(item => item.FileName == GraphEntry.Name)
            .OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            var graph = new StoredGraph(path, item, zip.Read(item, stream => GraphEntry.ReadSound(stream, item)));
            try
            {
                if (read(zip, graph) is { } made)
                    found.Add(made);
            }
            catch (InvalidDataException e)
            {
                throw CheckedZip.Fault(path, e.Message, item, e);
            }
        }
        return found;
    }
}
