using Syre.Onnx;

namespace Syre.MLNet.Inputs.Text;

/// <summary><see cref="NgramInput"/> in the operators of a graph, which reads keys of words and of characters.</summary>
internal sealed class NgramGraph
{
    /// <summary>Name of the row of each number of an n-gram, counted from 1; 0 for none.</summary>
    public const string RowsName = "rows";

    /// <summary>Name of the weight of each row, after <see cref="NoWeight"/>.</summary>
    public const string WeightsName = "weights";

    /// <summary>Name of the same for similarities, after the weight of unknown n-grams.</summary>
    public const string SimilarityName = "similarity";

    /// <summary>Name of the pieces of each word.</summary>
    public const string PiecesName = "pieces";

    /// <summary>
    /// The weight of n-grams that are not known: too small to count beside any other, and large enough that a text of nothing else has a
    /// length to divide by.
    /// </summary>
    private const float NoWeight = 1e-10f;

    /// <summary>The end of a slice that has no other: larger than any text.</summary>
    private const long ToTheEnd = int.MaxValue;

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
        _rowWeights = graph.AddInitializer(WeightsName, [NoWeight, .. table.Weights], table.Rows + 1);
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
        string rows = Picked(_rowOf, _numbers[text, kind]);
        return (rows, Reduced("ReduceL2", Picked(_rowWeights, rows)));
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

    /// <summary>Numbers of a text's n-grams, shorter ones first, in one dimension: <see cref="NgramHash"/> in operators.</summary>
    private string Numbers(string input, NgramKind kind)
    {
        string keys = _graph.AddNode("Cast", [input], ("to", (long)OnnxElementType.Int64));
        if (kind.Subwords is { } subwords)
            keys = Pieces(keys, subwords);
        keys = Columns(keys, 0, kind.MaximumKeys);
        // Of words no key is less.
        if (kind.Outside > 0)
            keys = _graph.AddNode("Max", [keys, _graph.AddInt64Constant(kind.Outside)]);
        keys = Joined([Padding(NgramKind.Before), keys, .. kind.After > 0 ? [Padding(kind.After)] : Array.Empty<string>()], axis: 1);
        // Row i of the windows holds the keys that are i places after the first of each n-gram.
        string windows = Joined(
            [.. Enumerable.Range(0, kind.Longest).Select(i => Columns(keys, i, i == kind.After ? ToTheEnd : i - kind.After))], axis: 0);
        string sums = _graph.AddNode(
            "MatMul", [_graph.AddConstant(OnnxTensor.Create(NgramHash.Powers(kind), kind.Lengths, kind.Longest)), windows]);
        string seeded = _graph.AddNode(
            "Add", [sums, _graph.AddConstant(OnnxTensor.Create(NgramHash.Seeds(kind), kind.Lengths, 1))]);
        return Flat(_graph.AddNode("Mod", [seeded, Scalar(NgramHash.Buckets)]));

        string Padding(int count) =>
            _graph.AddConstant(OnnxTensor.Create(Enumerable.Repeat(kind.Outside, count).ToArray(), 1, count));
    }

    /// <summary><see cref="SubwordTable.Expand"/> in operators.</summary>
    private string Pieces(string words, SubwordTable subwords)
    {
        // The texts of a pair share the table.
        _pieces ??= _graph.AddInitializer(PiecesName, OnnxTensor.Create(subwords.ToArray(), subwords.Words, subwords.Width));
        string pieces = Flat(_graph.AddNode("Gather", [_pieces, words]));
        string there = _graph.AddNode("GreaterOrEqual", [pieces, _graph.AddConstant(OnnxTensor.Create((ReadOnlySpan<int>)[0]))]);
        string found = _graph.AddNode("Compress", [pieces, there], ("axis", 0));
        string keys = _graph.AddNode("Cast", [found], ("to", (long)OnnxElementType.Int64));
        return _graph.AddNode("Unsqueeze", [keys, _graph.AddInt64Constant(0)]);
    }

    /// <summary><see cref="TextSketch"/> in operators.</summary>
    private string Sketch(string numbers, string rowWeights)
    {
        string zeros = _graph.AddNode("ConstantOfShape", [_graph.AddInt64Constant(TextSketch.Size)]);
        string weights = Picked(rowWeights, Picked(_rowOf, numbers));
        return _graph.AddNode(
            "ScatterElements", [zeros, _graph.AddNode("Mod", [numbers, Scalar(TextSketch.Size)]), weights], ("reduction", "add"));
    }

    private string Cosine(string a, string b)
    {
        string lengths = _graph.AddNode("Mul", [Reduced("ReduceL2", a), Reduced("ReduceL2", b)]);
        string cosine = _graph.AddNode("Div", [Reduced("ReduceSum", _graph.AddNode("Mul", [a, b])), lengths]);
        return _graph.AddNode(
            "Reshape", [_graph.AddNode("Mul", [cosine, _graph.AddConstant(NgramInput.SimilarityGain)]), _graph.AddInt64Constant(1, 1)]);
    }

    private string Reduced(string by, string value) => _graph.AddNode(by, [value], ("keepdims", 1));

    /// <summary>Elements of a vector: <c>Gather</c> says the same, and takes three times as long.</summary>
    private string Picked(string vector, string places) => _graph.AddNode("GatherElements", [vector, places]);

    private string Columns(string value, long from, long to) =>
        _graph.AddNode("Slice", [value, _graph.AddInt64Constant(from), _graph.AddInt64Constant(to), _graph.AddInt64Constant(1)]);

    private string Joined(string[] parts, int axis) => parts is [var only] ? only : _graph.AddNode("Concat", parts, ("axis", axis));

    private string Flat(string value) => _graph.AddNode("Reshape", [value, _graph.AddInt64Constant(-1)]);

    private string Scalar(long value) => _graph.AddConstant(OnnxTensor.Create([value]));
}
