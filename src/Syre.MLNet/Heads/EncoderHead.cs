using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Heads;

/// <summary>
/// The embedding as a vector and, where it is asked for, the error of the reconstruction as <c>Score</c>, which ML.NET's scorer of one
/// number writes: its ONNX transformer gives vectors alone.
/// </summary>
/// <param name="options">Names of the columns.</param>
internal sealed class EncoderHead(SyreEncoderOptions options) : Head
{
    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights)
    {
        List<SchemaShape.Column> added = [Column(options.OutputColumnName, SchemaShape.Column.VectorKind.Vector)];
        if (options.ReconstructionError)
            added.Add(Score());
        return new SchemaShape(input.Where(column => added.All(own => own.Name != column.Name)).Concat(added));
    }

    public override ITransformer CreateScorer(
        HeadHost host, DataViewSchema schema, string outputsColumn, string label, int outputs, Objective objective)
    {
        int size = Size(outputs);
        var graph = new OnnxGraphBuilder("syre-embedding");
        string value = graph.AddInput(outputsColumn, OnnxElementType.Float, 1, outputs);
        if (size < outputs)
        {
            value = graph.AddNode(
                "Slice", [value, graph.AddInt64Constant(0), graph.AddInt64Constant(size), graph.AddInt64Constant(1)]);
        }
        graph.AddOutput(
            options.OutputColumnName, graph.AddNode("Reshape", [value, graph.AddInt64Constant(size)]), OnnxElementType.Float, size);
        var embedding = new OnnxScorer(
            host.Temporary, graph.Build(), [new DataViewSchema.DetachedColumn(outputsColumn, OutputsType(outputs))]);
        if (size == outputs)
            return embedding;
        LinearRegressionModelParameters error = MLNetInternals.LinearRegressionModel(host.Environment, Unit(outputs, size), 0);
        return new TransformerChain<ITransformer>(
            embedding, MLNetInternals.Scorer<LinearRegressionModelParameters>.Regression(host.Environment, error, schema, outputsColumn));
    }

    public override Delegate Getter(string column, RowOutputs outputs, Objective objective) => column == options.OutputColumnName
        ? (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            ReadOnlySpan<float> row = outputs();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, Size(row.Length));
            row[..Size(row.Length)].CopyTo(editor.Values);
            value = editor.Commit();
        })
        : (ValueGetter<float>)((ref float value) => value = outputs()[^1]);

    /// <summary>The column of ML.NET's scorer.</summary>
    private static SchemaShape.Column Score()
    {
        const string number = "number", vector = "vector";
        SchemaShape scored = TemporaryFolder.NewContextOfSchemas().Regression.Trainers.Sdca(number, vector).GetOutputSchema(new(
            [Column(number, SchemaShape.Column.VectorKind.Scalar), Column(vector, SchemaShape.Column.VectorKind.Vector)]));
        return scored.First(column => column.Name == SyreEncoderOptions.ErrorColumnName);
    }

    private static SchemaShape.Column Column(string name, SchemaShape.Column.VectorKind kind) =>
        MLNetInternals.ShapeColumn(name, kind, NumberDataViewType.Single, isKey: false, null);

    private int Size(int outputs) => options.ReconstructionError ? outputs - 1 : outputs;
}
