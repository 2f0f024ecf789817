using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tabular;
using Syre.Onnx;

namespace Syre.MLNet.Persistence;

/// <summary>ML.NET's own ONNX transformer with a trained network in it: what a saved model has in place of our scorer.</summary>
internal sealed class OnnxScorer : IDisposable
{
    private OnnxScorer(ITransformer transformer) => Transformer = transformer;

    /// <summary>The transformer.</summary>
    public ITransformer Transformer { get; }

    /// <summary>Writes the network as a graph and gives it to ML.NET.</summary>
    /// <exception cref="NotSupportedException">A module cannot be expressed; the message names it.</exception>
    public static OnnxScorer Create(SyreNetworkModel model, string featureColumn, VectorDataViewType featureType, string outputColumn, int outputs)
    {
        using var bytes = new MemoryStream(Graph(model, featureColumn, featureType.Size, outputColumn, outputs).ToBytes());
        var mlContext = new MLContext();
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(featureColumn, featureType);
        IDataView noRows = new NoRows(schema.ToSchema());
        return new OnnxScorer(mlContext.Transforms.ApplyOnnxModel(outputColumn, featureColumn, bytes).Fit(noRows));
    }

    /// <summary>The graph of a model: one row of features <c>[1, features]</c> in, outputs <c>[1, outputs]</c> out.</summary>
    public static OnnxModel Graph(SyreNetworkModel model, string featureColumn, int features, string outputColumn, int outputs)
    {
        var graph = new OnnxGraphBuilder("syre");
        string input = graph.AddInput(featureColumn, OnnxElementType.Float, 1, features);
        string value = OnnxExporter.Add(graph, model.ScoringNetwork, input);
        // Some operators of the runtime turn NaN into a number. A missing feature must make every score NaN, as in ML.NET's own models.
        // One product with zeros does it: NaN and infinity times 0 are NaN.
        string zeros = graph.AddNode("ConstantOfShape", [graph.AddInt64Constant(features, outputs)]);
        graph.AddOutput(outputColumn, graph.AddNode("Gemm", [input, zeros, value]), OnnxElementType.Float, 1, outputs);
        new ModelMetadata(
                model.Task.Name, features, outputs, (model.ScoringNetwork as TabularNetwork)?.Architecture, model.Scale, model.Options, model.Summary)
            .WriteTo(graph.Metadata);
        return graph.Build();
    }

    /// <inheritdoc/>
    public void Dispose() => (Transformer as IDisposable)?.Dispose();
}
