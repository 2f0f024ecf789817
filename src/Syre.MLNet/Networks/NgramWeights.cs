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
            _rowScales = graph.AddInitializer(TextState.Scales(name), [0, .. ngramWeights], rows + 1, 1);
            return;
        }
        QuantizedTable table = QuantizedTable.Of(weights);
        _table = graph.AddInitializer(
            name, OnnxTensor.Create((ReadOnlySpan<sbyte>)[.. new sbyte[columns], .. table.Numbers], rows + 1, columns));
        float[] scales = [0, .. table.RowScales.Zip(ngramWeights, (scale, weight) => scale * weight)];
        _rowScales = graph.AddInitializer(TextState.Scales(name), scales, rows + 1, 1);
        _columnScales = graph.AddInitializer(TextState.Columns(name), table.ColumnScales, columns);
    }

    /// <summary>The weighted sum of some rows, <c>[1, columns]</c>, before <see cref="Scaled"/>.</summary>
    public string Sum(string rows)
    {
        string gathered = _graph.AddNode("Gather", [_table, rows]);
        if (_columnScales is not null)
            gathered = _graph.AddNode("Cast", [gathered], ("to", (long)OnnxElementType.Float));
        return _graph.AddNode("Gemm", [_graph.AddNode("Gather", [_rowScales, rows]), gathered], ("transA", 1));
    }

    /// <summary>A sum in the columns' own scales.</summary>
    public string Scaled(string sum) => _columnScales is null ? sum : _graph.AddNode("Mul", [sum, _columnScales]);
}
