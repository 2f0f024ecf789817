using Syre.Onnx;

namespace Syre.MLNet.Inputs.Text;

/// <summary><see cref="NgramInput"/> in the operators of a graph, which reads keys of words and of characters.</summary>
internal sealed class NgramGraph
{
    /// <summary>Name of the row of each number of an n-gram, counted from 1; 0 for none.</summary>
    public const string RowsName = "rows";

    /// <summary>Name of the weight of each row, after a 0.</summary>
    public const string WeightsName = "weights";

    /// <summary>Name of the same for similarities, after the weight of unknown n-grams.</summary>
    public const string SimilarityName = "similarity";

    /// <summary>Name of the pieces of each word.</summary>
    public const string PiecesName = "pieces";

    private readonly OnnxGraphBuilder _graph;
    private readonly NgramTable _table;
    private readonly string _rowOf;
    private readonly string _rowWeights;
    private readonly string[,] _numbers;
    private string? _pieces;

    /// <param name="graph">The graph, to which the inputs are added.</param>
    /// <param name="table">The n-grams.</param>
    public NgramGraph(OnnxGraphBuilder graph, NgramTable table)
    {
        (_graph, _table) = (graph, table);
        int[] rowOf = [.. Enumerable.Range(0, NgramHash.Buckets).Select(number => table.RowOf(number) + 1)];
        _rowOf = graph.AddInitializer(RowsName, OnnxTensor.Create(rowOf, NgramHash.Buckets));
        _rowWeights = graph.AddInitializer(WeightsName, [0, .. table.Weights], table.Rows + 1, 1);
        _numbers = new string[table.Texts, table.Kinds.Length];
        for (int text = 0; text < table.Texts; text++)
        {
            string[] keys =
            [
                graph.AddInput(table.Columns.Words(text), OnnxElementType.UInt32, 1, $"words{text}"),
                graph.AddInput(table.Columns.Characters(text), OnnxElementType.UInt16, 1, $"characters{text}"),
            ];
            for (int kind = 0; kind < keys.Length; kind++)
                _numbers[text, kind] = Numbers(keys[kind], table.Kinds[kind]);
        }
    }

    /// <summary>
    /// The rows of a text's n-grams of one kind, in tables that begin with a row of zeros for n-grams that are not known, and the length
    /// √Σ weight² that their sum is divided by.
    /// </summary>
    public (string Rows, string Length) Read(int text, int kind)
    {
        string rows = _graph.AddNode("Gather", [_rowOf, _numbers[text, kind]]);
        string length = _graph.AddNode("ReduceL2", [_graph.AddNode("Gather", [_rowWeights, rows])], ("keepdims", 1));
        return (rows, _graph.AddNode("Max", [length, _graph.AddConstant(1e-10f)]));
    }

    /// <summary>How alike two texts are in each kind, <c>[1, 1]</c>; none for one text.</summary>
    public IEnumerable<string> Similarities()
    {
        if (_table.Texts < 2)
            return [];
        string weights = _graph.AddInitializer(SimilarityName, [_table.UnknownWeight, .. _table.Weights], _table.Rows + 1);
        return [.. Enumerable.Range(0, _table.Kinds.Length).Select(kind =>
            Cosine(Sketch(_numbers[0, kind], weights), Sketch(_numbers[1, kind], weights)))];
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
        _pieces ??= _graph.AddInitializer(PiecesName, OnnxTensor.Create(subwords.ToArray(), subwords.Words, subwords.Width));
        string pieces = Flat(_graph.AddNode("Gather", [_pieces, words]));
        string there = _graph.AddNode("GreaterOrEqual", [pieces, _graph.AddConstant(OnnxTensor.Create((ReadOnlySpan<int>)[0]))]);
        return _graph.AddNode("Cast", [_graph.AddNode("Compress", [pieces, there], ("axis", 0))], ("to", (long)OnnxElementType.Int64));
    }

    /// <summary><see cref="TextSketch"/> in operators.</summary>
    private string Sketch(string numbers, string rowWeights)
    {
        string zeros = _graph.AddNode("ConstantOfShape", [_graph.AddInt64Constant(TextSketch.Size)]);
        string weights = _graph.AddNode("Gather", [rowWeights, _graph.AddNode("Gather", [_rowOf, numbers])]);
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

    private string Scalar(long value) => _graph.AddConstant(OnnxTensor.Create([value]));
}
