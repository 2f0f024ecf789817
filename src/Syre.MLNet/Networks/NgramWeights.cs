using Syre.MLNet.Runtime;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>The weights of one text's n-grams in a graph, in 32 or 8 bits.</summary>
internal sealed class NgramWeights
{
    private readonly OnnxGraphBuilder _graph;
    private readonly string _table;
    private readonly string _rowScales;
    private readonly string? _columnScales;

    /// <param name="graph">The graph.</param>
    /// <param name="weights">Weights of the n-grams, <c>[n-grams, columns]</c>.</param>
    /// <param name="ngramWeights">What each n-gram itself weighs.</param>
    /// <param name="quantize">Whether they are stored in 8 bits.</param>
    /// <param name="text">Number of the text, for names.</param>
    public NgramWeights(OnnxGraphBuilder graph, Tensor weights, float[] ngramWeights, bool quantize, int text)
    {
        _graph = graph;
        long rows = weights.shape[0], columns = weights.shape[1];
        string name = TextState.Ngrams(text);
        if (!quantize)
        {
            _table = graph.AddInitializer(name, HostValues.Copy<float>(cat([zeros(1, columns, float32), weights])), rows + 1, columns);
            _rowScales = graph.AddInitializer(TextState.Scales(name), [0, .. ngramWeights], rows + 1);
            return;
        }
        QuantizedTable table = QuantizedTable.Of(weights);
        _table = graph.AddInitializer(
            name, OnnxTensor.Create((ReadOnlySpan<sbyte>)[.. new sbyte[columns], .. table.Numbers], rows + 1, columns));
        float[] scales = [0, .. table.RowScales.Zip(ngramWeights, (scale, weight) => scale * weight)];
        _rowScales = graph.AddInitializer(TextState.Scales(name), scales, rows + 1);
        _columnScales = graph.AddInitializer(TextState.Columns(name), table.ColumnScales, columns);
    }

    /// <summary>The weighted sum of a text's n-grams, each kind divided by its length, <c>[1, columns]</c>.</summary>
    /// <param name="kinds">Rows of the n-grams of each kind, and the length.</param>
    public string Sum(IReadOnlyList<(string Rows, string Length)> kinds)
    {
        // Of several numbers GatherElements takes a third of Gather's time.
        string shares = Joined(kinds.Select(
            kind => _graph.AddNode("Div", [_graph.AddNode("GatherElements", [_rowScales, kind.Rows]), kind.Length])));
        string weights = _graph.AddNode("Gather", [_table, Joined(kinds.Select(kind => kind.Rows))]);
        if (_columnScales is not null)
            weights = _graph.AddNode("Cast", [weights], ("to", (long)OnnxElementType.Float));
        string sum = _graph.AddNode("MatMul", [_graph.AddNode("Unsqueeze", [shares, _graph.AddInt64Constant(0)]), weights]);
        return _columnScales is null ? sum : _graph.AddNode("Mul", [sum, _columnScales]);
    }

    private string Joined(IEnumerable<string> parts) => _graph.AddNode("Concat", [.. parts], ("axis", 0));
}
