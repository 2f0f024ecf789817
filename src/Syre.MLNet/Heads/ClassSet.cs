using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Export;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Heads;

/// <summary>
/// The classes whose probability is not below a threshold, and the likeliest (Sadinle et al. 2019): 1 for a class in the set, else 0.
/// </summary>
internal sealed class ClassSet : IntervalColumns
{
    /// <summary>
    /// What −ln of a probability may be above the threshold's. Rows alike have the threshold's own probability where features are few and
    /// discrete, and rounding, which differs between memory and file, must not put them out.
    /// </summary>
    private const double Slack = 1e-4;

    private readonly string _name;
    private readonly string[] _classes;
    private readonly float _gain, _leastProbability, _leastLogit;
    private readonly bool _isBinary;

    /// <param name="name">Name of the column.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="objective">What was learnt, with what sets are made of.</param>
    public ClassSet(string name, string[] classes, Objective objective)
    {
        (_name, _classes, _isBinary, _gain) = (name, classes, objective is BinaryObjective, Head.Gain(objective));
        double quantile = objective.Interval!.Quantile + Slack;
        _leastProbability = (float)Math.Exp(-quantile);
        // One logit: −ln σ(z) ≤ q where z ≥ −ln(e^q − 1). At 0 the likeliest class changes.
        _leastLogit = (float)Math.Max(Math.Min(0, -Math.Log(Math.Exp(quantile) - 1) / _gain), float.MinValue);
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> Columns =>
    [
        new DataViewSchema.DetachedColumn(
            _name, new VectorDataViewType(NumberDataViewType.Single, _classes.Length), SlotAnnotation.Create(_classes)),
    ];

    private int Outputs => _isBinary ? 1 : _classes.Length;

    public override IEnumerable<ITransformer> CreateParts(TemporaryFolder temporary, string outputsColumn)
    {
        var graph = new OnnxGraphBuilder("syre-sets");
        string outputs = graph.AddInput(outputsColumn, OnnxElementType.Float, 1, Outputs);
        string isIn = _isBinary ? OfLogit(graph, outputs) : OfLogits(graph, outputs);
        string numbers = graph.AddNode("Cast", [isIn], ("to", (long)OnnxElementType.Float));
        // A row without outputs has no set.
        string known = graph.AddOrMissing(numbers, _classes.Length, outputs, Outputs);
        graph.AddOutput(
            _name, graph.AddNode("Reshape", [known, graph.AddInt64Constant(_classes.Length)]), OnnxElementType.Float, _classes.Length);
        graph.AddSlotNames(_name, _classes);
        return
        [
            new OnnxScorer(
                temporary, graph.Build(), [new DataViewSchema.DetachedColumn(outputsColumn, Head.OutputsType(Outputs))]),
        ];
    }

    public override Delegate? Getter(string column, RowOutputs outputs) => column != _name ? null :
        (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, _classes.Length);
            Write(outputs(), editor.Values);
            value = editor.Commit();
        });

    private void Write(ReadOnlySpan<float> outputs, Span<float> set)
    {
        if (float.IsNaN(outputs[0]))
        {
            set.Fill(float.NaN);
            return;
        }
        if (_isBinary)
        {
            set[0] = outputs[0] <= -_leastLogit ? 1 : 0;
            set[1] = outputs[0] >= _leastLogit ? 1 : 0;
            return;
        }
        MulticlassHead.SoftMax(outputs, _gain, set);
        float largest = 0;
        foreach (float share in set)
            largest = Math.Max(largest, share);
        float least = Math.Min(_leastProbability, largest);
        for (int i = 0; i < set.Length; i++)
            set[i] = set[i] >= least ? 1 : 0;
    }

    /// <summary>Whether the classes of one logit are in the set, <c>[1, 2]</c>.</summary>
    private string OfLogit(OnnxGraphBuilder graph, string logit) => graph.AddNode(
        "Concat",
        [
            graph.AddNode("LessOrEqual", [logit, graph.AddConstant(-_leastLogit)]),
            graph.AddNode("GreaterOrEqual", [logit, graph.AddConstant(_leastLogit)]),
        ], ("axis", 1));

    /// <summary>Whether each class is, <c>[1, classes]</c>.</summary>
    private string OfLogits(OnnxGraphBuilder graph, string logits)
    {
        string shares = graph.AddNode("Softmax", [graph.AddNode("Mul", [logits, graph.AddConstant(_gain)])], ("axis", 1));
        string largest = graph.AddNode("ReduceMax", [shares], ("axes", new long[] { 1 }), ("keepdims", 1));
        return graph.AddNode(
            "GreaterOrEqual", [shares, graph.AddNode("Min", [largest, graph.AddConstant(_leastProbability)])]);
    }
}
