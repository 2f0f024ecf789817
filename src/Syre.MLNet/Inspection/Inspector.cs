using System.Security.Cryptography;
using System.Text;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Zip;
using Syre.Onnx;

namespace Syre.MLNet.Inspection;

/// <summary>Looks into a model file: what of it can be read is told, what cannot is told as a problem.</summary>
internal sealed class Inspector(CheckedZip zip)
{
    private const int LongestVersion = 200;
    private readonly List<InspectedEntry> _entries = [];
    private readonly List<InspectedPart> _parts = [];
    private readonly List<InspectedGraph> _graphs = [];
    private string? _mlNet;
    private string? _version;

    /// <summary>The whole.</summary>
    /// <param name="path">The file, which the zip was opened from.</param>
    public ModelInspection Inspect(string path)
    {
        Dictionary<string, string> listed = Listed();
        foreach (ZipItem item in zip.Items)
            Inspect(item, listed.GetValueOrDefault(item.Name));
        foreach (string missing in listed.Keys.Except(zip.Items.Select(item => item.Name)))
            _entries.Add(new InspectedEntry(missing, 0, 0, "", $"it is missing; {HashList.EntryName} lists it"));
        using FileStream file = File.OpenRead(path);
        return new ModelInspection(
            path, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)), _entries, _parts, _graphs, _mlNet, _version);
    }

    private Dictionary<string, string> Listed()
    {
        try
        {
            return HashList.Read(zip);
        }
        catch (InvalidDataException)
        {
            // Told as a problem of that entry, or of those that it should list.
            return [];
        }
    }

    private void Inspect(ZipItem item, string? listed)
    {
        string hash = "";
        string? problem = null;
        try
        {
            hash = zip.Hash(item);
            problem = listed is null
                || listed == hash ? null : $"it was altered after it had been saved: its SHA-256 is not the one in {HashList.EntryName}";
            if (zip.Read(item, stream => ModelHeader.Read(stream, item.Name)) is { } part)
                _parts.Add(part);
            if (item.Name == "TrainingInfo/Version.txt" && item.Length <= LongestVersion)
                _mlNet = zip.Read(item, stream => new StreamReader(stream, Encoding.UTF8).ReadToEnd()).Trim().Split('+')[0];
        }
        catch (InvalidDataException e)
        {
            problem = e.InnerException?.Message ?? e.Message;
        }
        _entries.Add(new InspectedEntry(item.Name, item.PackedLength, item.Length, hash, problem));
        if (item.FileName == GraphEntry.Name && problem is null)
            InspectGraph(item);
    }

    /// <summary>
    /// How many numbers the tensors have, as far as that can be counted: of a tensor that is refused, sizes may be invented.
    /// </summary>
    private static long Parameters(OnnxSummary graph)
    {
        Int128 all = graph.Initializers.Aggregate((Int128)0, (sum, tensor) => sum + tensor.Dims.Aggregate(1L, (a, b) => a * b));
        return (long)Int128.Min(all, long.MaxValue);
    }

    private void InspectGraph(ZipItem item)
    {
        try
        {
            OnnxSummary graph = zip.Read(item, stream => GraphEntry.Read(stream, item));
            _version ??= ReportEntry.Version(graph.Metadata);
            string[] altered = graph.IsIntact == false ? ["it was altered after it had been saved"] : [];
            _graphs.Add(new InspectedGraph(
                item.Name, graph.Operators, graph.Inputs, graph.Outputs, Parameters(graph),
                [.. graph.Metadata.Keys], graph.IsIntact, [.. graph.Refused, .. altered]));
        }
        catch (InvalidDataException e)
        {
            _graphs.Add(new InspectedGraph(
                item.Name, new Dictionary<string, int>(), [], [], 0, [], null, [e.InnerException?.Message ?? e.Message]));
        }
    }
}
