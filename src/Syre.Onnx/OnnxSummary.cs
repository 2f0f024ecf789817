using Syre.Onnx.Scanning;

namespace Syre.Onnx;

/// <summary>
/// What a model is made of, read in one pass over its bytes: memory is taken for names and metadata, never for weights, and what a length
/// in the file announces is not believed before it is there.
/// </summary>
/// <remarks>
/// <see cref="OnnxModel.Parse(ReadOnlySpan{byte})"/> reads this first, and refuses what stands under <see cref="Refused"/>: a network of
/// this library never needs it, and a reader that passes over it would take the file for another model than the runtime does.
/// </remarks>
public sealed class OnnxSummary
{
    private const int MostEntries = 1000;

    private OnnxSummary()
    {
    }

    /// <summary>The version of ONNX's format.</summary>
    public long IrVersion { get; private set; }

    /// <summary>Free text by key (<c>metadata_props</c>).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = new Dictionary<string, string>();

    /// <summary>How many nodes there are of each operator, by name; those of other domains than ai.onnx with their
    /// domain before the name.</summary>
    public IReadOnlyDictionary<string, int> Operators { get; private set; } = new Dictionary<string, int>();

    /// <summary>The named constant tensors, in order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Initializers { get; private set; } = [];

    /// <summary>The graph's inputs, in order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Inputs { get; private set; } = [];

    /// <summary>The graph's outputs, in order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Outputs { get; private set; } = [];

    /// <summary>
    /// What makes a model unfit for these readers, a sentence each: data in other files, graphs within nodes (If, Loop, Scan), functions,
    /// sparse tensors, tensors that have their data twice, training information. Empty for all that this library writes.
    /// </summary>
    public IReadOnlyList<string> Refused { get; private set; } = [];

    /// <summary>
    /// Whether the model is as <see cref="OnnxModel.ToSealedBytes"/> wrote it; null where it was not sealed. It tells damage and careless
    /// editing, not malice: whoever alters a model can seal it anew.
    /// </summary>
    public bool? IsIntact { get; private set; }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">The content of an ONNX file; it stays open.</param>
    /// <param name="length">How many bytes of it to read, at least 0.</param>
    /// <param name="maximumMetadata">Most bytes of metadata, at least 0. Default 16 MB.</param>
    /// <exception cref="InvalidDataException">The content is not an ONNX model, or is damaged, or has more parts or metadata than any
    /// network needs.</exception>
    public static OnnxSummary Read(Stream stream, long length, long maximumMetadata = 16 << 20)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumMetadata);
        using var reader = new WireReader(stream, length, length - GraphSeal.Size);
        return new OnnxSummary().Read(reader, length, maximumMetadata);
    }

    private OnnxSummary Read(WireReader reader, long end, long maximumMetadata)
    {
        var budget = new ScanBudget(reader);
        var metadata = new Dictionary<string, string>();
        GraphScan? graph = null;
        long lastEntry = 0;
        while (reader.Position < end)
        {
            long start = reader.Position;
            (int number, WireType type) = reader.Field(end);
            switch (number, type)
            {
                case (1, WireType.Varint):
                    IrVersion = (long)reader.Varint(end);
                    break;
                case (7, WireType.Bytes) when graph is null:
                    (graph = new GraphScan(reader, budget)).Read(reader.Part(end));
                    break;
                case (7, WireType.Bytes):
                    throw reader.Fault("it has two graphs");
                case (14, WireType.Bytes):
                    lastEntry = start;
                    ReadEntry(reader, reader.Part(end), metadata, ref maximumMetadata);
                    break;
                case (20 or 25, _):
                    budget.Refuse(number == 20 ? "it has training information" : "it has functions of its own");
                    reader.Skip(type, end);
                    break;
                default:
                    reader.Skip(type, end);
                    break;
            }
        }
        if (graph is null || IrVersion == 0)
            throw new InvalidDataException("This is not an ONNX model: it has no IR version or no graph.");
        if (metadata.TryGetValue(GraphSeal.Key, out string? seal))
            IsIntact = lastEntry == end - GraphSeal.Size && seal == Convert.ToHexStringLower(reader.Hash());
        (Metadata, Operators, Refused) = (metadata, graph.Operators, budget.Refused);
        (Initializers, Inputs, Outputs) = (graph.Initializers, graph.Inputs, graph.Outputs);
        return this;
    }

    private static void ReadEntry(WireReader reader, long end, Dictionary<string, string> metadata, ref long left)
    {
        (string key, string value) = ("", "");
        if ((left -= end - reader.Position) < 0)
            throw reader.Fault("its metadata are longer than a model of this size needs");
        while (reader.Position < end)
        {
            (int number, WireType type) = reader.Field(end);
            if ((number, type) == (1, WireType.Bytes))
                key = reader.Text(end, end - reader.Position);
            else if ((number, type) == (2, WireType.Bytes))
                value = reader.Text(end, end - reader.Position);
            else
                reader.Skip(type, end);
        }
        if (!metadata.TryAdd(key, value))
            throw reader.Fault($"metadata entry '{key}' occurs twice");
        if (metadata.Count > MostEntries)
            throw reader.Fault($"it has more than {MostEntries} metadata entries");
    }
}
