using System.IO.Compression;
using Syre.MLNet.Persistence.Zip;
using Syre.Onnx;

namespace Syre.MLNet.Persistence;

/// <summary>A graph in a model file: what it is made of, and the graph itself as it lies packed in the file, to be unpacked when its weights are asked for.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="Summary">What it is made of.</param>
internal sealed record StoredGraph(string File, ZipItem Entry, OnnxSummary Summary)
{
    private byte[]? _packed;

    /// <summary>Reads the graph's length, which ML.NET writes before it, and leaves the stream at the graph.</summary>
    /// <exception cref="InvalidDataException">It is not the length of what follows.</exception>
    public static int ReadLength(Stream stream, ZipItem entry)
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            throw new InvalidDataException($"it has {entry.Length} bytes, fewer than the length of a graph");
        int length = BitConverter.ToInt32(prefix);
        return length == entry.Length - prefix.Length
            ? length
            : throw new InvalidDataException($"it announces a graph of {length} bytes and holds {entry.Length - prefix.Length}");
    }

    /// <summary>The same, with the packed graph kept.</summary>
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
        ReadLength(stream, Entry);
        return OnnxModel.Parse(stream);
    }
}
