using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Onnx;

namespace Syre.MLNet.Persistence;

/// <summary>ML.NET's own ONNX transformer around a graph of ours: what a saved model has in place of our code.</summary>
internal sealed class OnnxScorer : IDisposable
{
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">The columns it reads, each an input of the graph.</param>
    public OnnxScorer(OnnxModel graph, IReadOnlyCollection<DataViewSchema.DetachedColumn> inputs)
    {
        using var bytes = new MemoryStream(graph.ToBytes());
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(inputs);
        Transformer = new MLContext().Transforms
            .ApplyOnnxModel([.. graph.Outputs.Select(output => output.Name)], [.. inputs.Select(input => input.Name)], bytes)
            .Fit(new NoRows(schema.ToSchema()));
    }

    /// <summary>The transformer.</summary>
    public ITransformer Transformer { get; }

    /// <inheritdoc/>
    public void Dispose() => (Transformer as IDisposable)?.Dispose();
}
