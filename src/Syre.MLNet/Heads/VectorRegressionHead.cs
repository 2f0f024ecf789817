using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Heads;

/// <summary>
/// Several numbers in the labels' units as <c>Score</c>, a vector with the labels' slot names. ML.NET has no scorer of such: a graph of one
/// product and one sum takes its place in a saved model.
/// </summary>
internal sealed class VectorRegressionHead : Head
{
    private const string Score = "Score";

    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights) => new(
        input.Where(column => column.Name != Score).Append(MLNetInternals.ShapeColumn(
            Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, null)));

    public override ITransformer CreateScorer(
        HeadHost host, DataViewSchema schema, string outputsColumn, string label, int outputs, Objective objective)
    {
        var graph = new OnnxGraphBuilder("syre-scores");
        string value = graph.AddInput(outputsColumn, OnnxElementType.Float, 1, outputs);
        string deviations = graph.AddInitializer("deviations", [.. objective.Scales.Select(scale => scale.ScoreFactor)], outputs);
        string means = graph.AddInitializer("means", [.. objective.Scales.Select(scale => scale.ScoreOffset)], outputs);
        string scores = graph.AddNode("Add", [graph.AddNode("Mul", [value, deviations]), means]);
        graph.AddOutput(Score, graph.AddNode("Reshape", [scores, graph.AddInt64Constant(outputs)]), OnnxElementType.Float, outputs);
        if (SlotAnnotation.Read(schema[label], null) is { } names)
            graph.AddSlotNames(Score, names);
        return new OnnxScorer(
            host.Temporary, graph.Build(), [new DataViewSchema.DetachedColumn(outputsColumn, OutputsType(outputs))]);
    }

    public override Delegate Getter(string column, RowOutputs outputs, Objective objective)
    {
        float[] deviations = [.. objective.Scales.Select(scale => scale.ScoreFactor)];
        float[] means = [.. objective.Scales.Select(scale => scale.ScoreOffset)];
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            ReadOnlySpan<float> row = outputs();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, row.Length);
            for (int i = 0; i < row.Length; i++)
                editor.Values[i] = (row[i] * deviations[i]) + means[i];
            value = editor.Commit();
        });
    }
}
