using Google.Protobuf;
using Syre.Onnx.Protobuf;
using Syre.Onnx.Scanning;

namespace Syre.Onnx;

/// <summary>An ONNX model: a read-only view of a graph, with its bytes. Safe to read from several threads.</summary>
/// <remarks>Made by <see cref="OnnxGraphBuilder.Build"/> or read by <see cref="Parse(ReadOnlySpan{byte})"/>. What this library does not
/// know of another writer's file is kept, and written again by <see cref="ToBytes"/>.</remarks>
public sealed class OnnxModel
{
    private readonly ModelProto _proto;
    private readonly Lazy<IReadOnlyDictionary<string, string>> _metadata;
    private readonly Lazy<IReadOnlyList<OnnxValue>> _inputs;
    private readonly Lazy<IReadOnlyList<OnnxValue>> _outputs;
    private readonly Lazy<IReadOnlyDictionary<string, OnnxTensor>> _initializers;
    private readonly Lazy<IReadOnlyList<OnnxNode>> _nodes;
    private readonly Lazy<HashSet<string>> _outside;

    internal OnnxModel(ModelProto proto)
    {
        _proto = proto;
        _metadata = new(() => proto.MetadataProps.ToUniqueDictionary(p => p.Key, p => p.Value, "metadata entry"));
        _inputs = new(() => [.. proto.Graph.Input.Select(ProtoReading.ToValue)]);
        _outputs = new(() => [.. proto.Graph.Output.Select(ProtoReading.ToValue)]);
        _initializers = new(() => proto.Graph.Initializer.ToUniqueDictionary(t => t.Name, ProtoReading.ToTensor, "initializer"));
        _nodes = new(() => [.. proto.Graph.Node.Select(ProtoReading.ToNode)]);
        _outside = new(() => [.. proto.Graph.Input.Concat(proto.Graph.Output).Select(value => value.Name)]);
    }

    /// <summary>Free text by key (<c>metadata_props</c>).</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata.Value;

    /// <summary>The graph's inputs, in order.</summary>
    public IReadOnlyList<OnnxValue> Inputs => _inputs.Value;

    /// <summary>The graph's outputs, in order.</summary>
    public IReadOnlyList<OnnxValue> Outputs => _outputs.Value;

    /// <summary>The named constant tensors; a network's parameters and buffers.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Initializers => _initializers.Value;

    /// <summary>The nodes, each after those whose outputs it reads.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes.Value;

    /// <summary>The name that <see cref="OnnxGraphBuilder.AddInitializer(string, OnnxTensor)"/> was given for an initializer: its own,
    /// unless an input or output of the graph has that.</summary>
    /// <param name="initializer">Name of one of the <see cref="Initializers"/>.</param>
    public string GivenName(string initializer)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        return ValueNames.Given(initializer, _outside.Value);
    }

    /// <summary>The same of a model that is known by its summary.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="initializer">Name of one of its <see cref="OnnxSummary.Initializers"/>.</param>
    public static string GivenName(OnnxSummary summary, string initializer)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(initializer);
        return ValueNames.Given(initializer, summary.Inputs.Concat(summary.Outputs).Select(value => value.Name).ToHashSet());
    }

    /// <summary>Reads a model from the content of an ONNX file.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <exception cref="InvalidDataException">The bytes are not an ONNX model, or a part of it is damaged, or it has what is refused here
    /// (<see cref="OnnxSummary.Refused"/>), or it was sealed and altered since.</exception>
    public static OnnxModel Parse(ReadOnlySpan<byte> bytes) => Parse(bytes.ToArray());

    /// <summary>Reads a model from a stream, up to its end; the stream stays open.</summary>
    /// <param name="stream">The content of an ONNX file.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Parse(ReadOnlySpan{byte})"/>.</exception>
    public static OnnxModel Parse(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Parse(bytes.ToArray());
    }

    private static OnnxModel Parse(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        OnnxSummary summary = OnnxSummary.Read(stream, bytes.Length);
        if (summary.Refused.Count > 0)
            throw new InvalidDataException($"This ONNX model is refused: {string.Join("; ", summary.Refused)}.");
        if (summary.IsIntact == false)
            throw new InvalidDataException("This ONNX model was altered after it had been sealed: its SHA-256 is another.");
        try
        {
            return Checked(ModelProto.Parser.ParseFrom(bytes));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"These {bytes.Length} bytes are not an ONNX model: {e.Message}", e);
        }
    }

    /// <summary>The content of an ONNX file.</summary>
    public byte[] ToBytes() => _proto.ToByteArray();

    /// <summary>
    /// The content of an ONNX file that tells of later alteration: a last metadata entry <c>syre.sha256</c> holds the
    /// SHA-256 of all that comes before it.
    /// </summary>
    public byte[] ToSealedBytes() => GraphSeal.Append(ToBytes());

    /// <summary>Writes the content of an ONNX file; the stream stays open.</summary>
    /// <param name="stream">Where to write.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _proto.WriteTo(stream);
    }

    // Every view is made once here, so that damage shows when the file is read and not later.
    private static OnnxModel Checked(ModelProto proto)
    {
        if (!proto.HasIrVersion || proto.Graph is null)
            throw new InvalidDataException("This is not an ONNX model: it has no IR version or no graph.");

        var model = new OnnxModel(proto);
        _ = (model.Metadata, model.Inputs, model.Outputs, model.Initializers, model.Nodes);
        return model;
    }
}
