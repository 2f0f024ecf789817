using Syre.MLNet.Diagnostics;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Export;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Models;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.SyreTextClassification;

/// <summary>
/// Writes the text network as an ONNX graph that reads keys of words and of characters. A text's table holds direct and hidden weights of
/// each n-gram side by side, so that one gather and one product give both.
/// </summary>
internal sealed class TextGraph
{
    private readonly OnnxGraphBuilder _graph = new("syre-text");
    private readonly SyreTextClassificationModel _model;
    private readonly NgramInput _inputs;
    private readonly string _rowOf;
    private readonly string _rowWeights;
    private readonly string? _unknownWeights;
    private string? _pieces;

    private TextGraph(SyreTextClassificationModel model, NgramInput inputs)
    {
        (_model, _inputs) = (model, inputs);
        _rowOf = _graph.AddInitializer(TextState.Rows, OnnxTensor.Create(RowNumbers(Table), NgramHash.Buckets));
        _rowWeights = _graph.AddInitializer(TextState.Weights, [0, .. Table.Weights], Table.Rows + 1, 1);
        if (Table.Texts > 1)
            _unknownWeights = _graph.AddInitializer(TextState.Similarity, [Table.UnknownWeight, .. Table.Weights], Table.Rows + 1);
    }

    private NgramTable Table => _inputs.Table;

    private TextNetwork Network => _model.TextNetwork;

    private int Outputs => Network.Outputs;

    private int Hidden => _model.Options.HiddenUnits;

    /// <summary>The graph.</summary>
    public static OnnxModel Write(SyreTextClassificationModel model, NgramInput inputs, RowDiagnostics collapse, StockHead head)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return new TextGraph(model, inputs).Build(collapse, head);
    }

    private OnnxModel Build(RowDiagnostics collapse, StockHead head)
    {
        // [direct weights | hidden weights] of each slot.
        Tensor weights = cat([Network.Direct.UnitWeights().t().cpu(), Network.Embedding.UnitWeights().t().cpu()], 1);
        var numbers = new string[Table.Texts, Table.Kinds.Length];
        List<string> parts = [];
        for (int text = 0; text < Table.Texts; text++)
        {
            var reader = new NgramWeights(
                _graph, weights.narrow(0, text * Table.Rows, Table.Rows), Table.Weights, _model.Options.Quantize, text);
            string[] inputs =
            [
                _graph.AddInput(Table.Columns.Words(text), OnnxElementType.UInt32, 1, $"words{text}"),
                _graph.AddInput(Table.Columns.Characters(text), OnnxElementType.UInt16, 1, $"characters{text}"),
            ];
            string[] sums = new string[inputs.Length];
            for (int kind = 0; kind < inputs.Length; kind++)
            {
                numbers[text, kind] = Numbers(inputs[kind], Table.Kinds[kind]);
                string rows = _graph.AddNode("Gather", [_rowOf, numbers[text, kind]]);
                string length = _graph.AddNode("ReduceL2", [_graph.AddNode("Gather", [_rowWeights, rows])], ("keepdims", 1));
                sums[kind] = _graph.AddNode("Div", [reader.Sum(rows), _graph.AddNode("Max", [length, _graph.AddConstant(1e-10f)])]);
            }
            parts.Add(reader.Scaled(_graph.AddNode("Add", sums)));
        }
        if (Others(numbers) is { } others)
        {
            Tensor of = weights.narrow(0, _inputs.FirstOther, _inputs.Size - _inputs.FirstOther);
            parts.Add(_graph.AddNode("MatMul", [others, State(TextState.Others, of)]));
        }
        string sum = parts.Aggregate((a, b) => _graph.AddNode("Add", [a, b]));
        string active = _graph.AddNode("Relu", [_graph.AddNode(
            "Add", [Columns(sum, Outputs, Outputs + Hidden), State(TextState.HiddenBias, Network.Embedding.Bias)])]);
        string deep = _graph.AddNode(
            "Gemm",
            [
                active, State(TextState.OutputWeights, Network.Output.UnitWeights()),
                State(TextState.OutputBias, Network.Output.Bias.Add(Network.Direct.Bias)),
            ],
            ("transB", 1));
        _graph.AddOutput(head.OutputsColumn, _graph.AddNode("Add", [deep, Columns(sum, 0, Outputs)]), OnnxElementType.Float, 1, Outputs);
        NetworkGraph.AddHidden(
            _graph, Network, new Dictionary<nn.Module, string> { [Network.Output] = active }, collapse, head.HiddenColumns);
        ModelMetadata.Of(_model, _inputs.Size).WriteTo(_graph.Metadata);
        ReportEntry.Write(_graph.Metadata, _model.Report);
        return _graph.Build();
    }

    /// <summary>Numbers of a text's n-grams, in one dimension: <see cref="NgramHash"/> in operators.</summary>
    private string Numbers(string input, NgramKind kind)
    {
        string keys = Flat(_graph.AddNode("Cast", [input], ("to", (long)OnnxElementType.Int64)));
        if (kind.Subwords is { } subwords)
            keys = Pieces(keys, subwords);
        string cut = _graph.AddNode("Slice", [keys, _graph.AddInt64Constant(0), _graph.AddInt64Constant(kind.MaximumKeys)]);
        string outside = _graph.AddInt64Constant(kind.Outside);
        string padded = _graph.AddNode(
            "Concat", [Padding(NgramKind.Before), _graph.AddNode("Max", [cut, outside]), .. kind.After > 0
                ? [Padding(kind.After)]
                : (string[])[]], ("axis", 0));
        // Window i holds the keys i to i + longest − 1.
        string windows = _graph.AddNode("Sub", [_graph.AddNode("Size", [padded]), Scalar(kind.Longest - 1)]);
        string starts = _graph.AddNode("Range", [Scalar(0), windows, Scalar(1)]);
        string places = _graph.AddNode(
            "Add",
            [
                _graph.AddNode("Unsqueeze", [starts, _graph.AddInt64Constant(1)]),
                _graph.AddInt64Constant([.. Enumerable.Range(0, kind.Longest)]),
            ]);
        string powers = _graph.AddConstant(OnnxTensor.Create(NgramHash.Powers(kind), kind.Longest, kind.Lengths));
        string sums = _graph.AddNode("MatMul", [_graph.AddNode("Gather", [padded, places]), powers]);
        string seeded = _graph.AddNode("Add", [sums, _graph.AddInt64Constant(NgramHash.Seeds(kind))]);
        return Flat(_graph.AddNode("Mod", [seeded, Scalar(NgramHash.Buckets)]));

        string Padding(int count) => _graph.AddInt64Constant([.. Enumerable.Repeat(kind.Outside, count)]);
    }

    /// <summary><see cref="SubwordTable.Expand"/> in operators.</summary>
    private string Pieces(string words, SubwordTable subwords)
    {
        // The texts of a pair share the table.
        _pieces ??= _graph.AddInitializer(TextState.Pieces, OnnxTensor.Create(subwords.ToArray(), subwords.Words, subwords.Width));
        string pieces = Flat(_graph.AddNode("Gather", [_pieces, words]));
        string there = _graph.AddNode("GreaterOrEqual", [pieces, _graph.AddConstant(OnnxTensor.Create((ReadOnlySpan<int>)[0]))]);
        return _graph.AddNode("Cast", [_graph.AddNode("Compress", [pieces, there], ("axis", 0))], ("to", (long)OnnxElementType.Int64));
    }

    /// <summary>What is beside the n-grams: similarities, then scaled features, <c>[1, …]</c>; null for nothing.</summary>
    private string? Others(string[,] numbers)
    {
        List<string> parts = [];
        for (int kind = 0; kind < _inputs.Similarities; kind++)
            parts.Add(Cosine(Sketch(numbers[0, kind]), Sketch(numbers[1, kind])));
        if (_model.Options.FeatureColumnName is { } column)
        {
            string features = _graph.AddInput(column, OnnxElementType.Float, 1, _inputs.Scales.Length);
            using var scaling = new FeatureScaling(_inputs.Scales.Length, CPU);
            scaling.Set(_inputs.Scales);
            // A bound may turn NaN into a number; 0 times NaN or infinity is NaN.
            string missing = _graph.AddNode("Mul", [features, _graph.AddConstant(0f)]);
            parts.Add(_graph.AddNode("Add", [OnnxExporter.Add(_graph, scaling, features).Output, missing]));
        }
        return parts.Count > 1 ? _graph.AddNode("Concat", [.. parts], ("axis", 1)) : parts.FirstOrDefault();
    }

    /// <summary><see cref="TextSketch"/> in operators.</summary>
    private string Sketch(string numbers)
    {
        string zeros = _graph.AddNode("ConstantOfShape", [_graph.AddInt64Constant(TextSketch.Size)]);
        string weights = _graph.AddNode("Gather", [_unknownWeights!, _graph.AddNode("Gather", [_rowOf, numbers])]);
        return _graph.AddNode(
            "ScatterElements", [zeros, _graph.AddNode("Mod", [numbers, Scalar(TextSketch.Size)]), weights], ("reduction", "add"));
    }

    private string Cosine(string a, string b)
    {
        string lengths = _graph.AddNode("Mul", [Reduced("ReduceL2", a), Reduced("ReduceL2", b)]);
        string cosine = _graph.AddNode("Div", [Reduced("ReduceSum", _graph.AddNode("Mul", [a, b])), lengths]);
        return _graph.AddNode(
            "Reshape", [_graph.AddNode("Mul", [cosine, _graph.AddConstant(NgramInput.SimilarityGain)]), _graph.AddInt64Constant(1, 1)]);

        string Reduced(string by, string value) => _graph.AddNode(by, [value], ("keepdims", 1));
    }

    private string Flat(string value) => _graph.AddNode("Reshape", [value, _graph.AddInt64Constant(-1)]);

    private string Columns(string value, int from, int to) =>
        _graph.AddNode("Slice", [value, _graph.AddInt64Constant(from), _graph.AddInt64Constant(to), _graph.AddInt64Constant(1)]);

    private string Scalar(long value) => _graph.AddConstant(OnnxTensor.Create([value]));

    private string State(string name, Tensor tensor) =>
        _graph.AddInitializer(name, OnnxTensor.Create(HostValues.Copy<float>(tensor), tensor.shape));

    /// <summary>Row of each number in the tables, which begin with a row of zeros for n-grams that are not known.</summary>
    private static int[] RowNumbers(NgramTable table)
    {
        var rows = new int[NgramHash.Buckets];
        for (int number = 0; number < rows.Length; number++)
            rows[number] = table.RowOf(number) + 1;
        return rows;
    }
}
