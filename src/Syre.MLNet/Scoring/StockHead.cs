using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Persistence;
using Syre.MLNet.Tasks;

namespace Syre.MLNet.Scoring;

/// <summary>
/// ML.NET's own parts that come after the network in a saved model: the scorer of the task, and what hides the raw outputs. In memory they only say
/// what the columns look like.
/// </summary>
internal sealed class StockHead
{
    /// <summary>The column of raw outputs between network and scorer; no reader ever sees it.</summary>
    private const string OutputsColumn = "__SyreOutputs";

    private readonly ITransformer _scorer;
    private readonly ITransformer _drop;

    /// <param name="env">The environment.</param>
    /// <param name="model">The model.</param>
    /// <param name="label">The label's column, whose names of classes the scorer keeps.</param>
    public StockHead(IHostEnvironment env, SyreNetworkModel model, DataViewSchema.Column label)
    {
        Outputs = model.Task.Outputs(label.Type);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(label.Name, label.Type, label.Annotations);
        DataViewSchema withOutputs = WithOutputs(schema.ToSchema());
        _scorer = model.Task.CreateHead(env, withOutputs, OutputsColumn, label.Name, Outputs, model.Scale);
        _drop = new MLContext().Transforms.DropColumns(OutputsColumn).Fit(new NoRows(withOutputs));
    }

    /// <summary>Number of the network's outputs.</summary>
    public int Outputs { get; }

    /// <summary>The schema of scored rows: the input's columns, then the task's.</summary>
    public DataViewSchema SchemaOf(DataViewSchema input) => _drop.GetOutputSchema(_scorer.GetOutputSchema(WithOutputs(input)));

    /// <summary>Saves the model as stock parts.</summary>
    /// <exception cref="NotSupportedException">A module of the network cannot be written as ONNX; the message names it.</exception>
    public void Save(ModelSaveContext ctx, SyreNetworkModel model, string featureColumn, VectorDataViewType featureType)
    {
        using OnnxScorer onnx = OnnxScorer.Create(model, featureColumn, featureType, OutputsColumn, Outputs);
        ((ICanSaveModel)new TransformerChain<ITransformer>(onnx.Transformer, _scorer, _drop)).Save(ctx);
    }

    private DataViewSchema WithOutputs(DataViewSchema input)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumn(OutputsColumn, PredictionTask.OutputsType(Outputs));
        return builder.ToSchema();
    }
}
