using Syre.MLNet.Zip;
using Syre.Onnx;

namespace Syre.MLNet.Files;

/// <summary>
/// A graph in a model file: what it is made of, and the graph itself as it lies packed in the file, to be unpacked
/// when its weights are asked for.
/// </summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="Summary">What it is made of.</param>
internal sealed record StoredGraph(string File, ZipItem Entry, OnnxSummary Summary)
{
    private byte[]? _packed;

    /// <summary>Keeps the packed graph, and returns itself.</summary>
    public StoredGraph Keep(CheckedZip zip)
    {
        _packed = zip.Packed(Entry);
        return this;
    }

    /// <summary>Unpacks the graph that was kept, and makes something of it.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or the maker finds a fault; the message names file and entry.</exception>
    public T Load<T>(Func<OnnxModel, T> make)
    {
        try
        {
            return make(Load());
        }
        catch (InvalidDataException e)
        {
            throw CheckedZip.Fault(File, e.Message, Entry, e);
        }
    }

    private OnnxModel Load()
    {
        using var packed = new MemoryStream(_packed!);
        using var stream = new VerifiedStream(packed, Entry with { Start = 0 });
        GraphEntry.ReadLength(stream, Entry);
        return OnnxModel.Parse(stream);
    }
}
