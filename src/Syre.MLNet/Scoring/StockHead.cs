using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Persistence;
using Syre.MLNet.Tasks;

namespace Syre.MLNet.Scoring;

/// <summary>
/// ML.NET's own parts that come after the network in a saved model: the scorer of the task, the graph of the diagnostics, and what hides the values between
/// them. In memory they only say what the columns look like.
/// </summary>
internal sealed class StockHead
{
    /// <summary>The column of raw outputs between network and scorer; no reader ever sees it.</summary>
    private const string OutputsColumn = "__SyreOutputs";

    private readonly SyreNetworkModel _model;
    private readonly CollapseColumn _collapse;
    private readonly string[] _hiddenColumns;
    private readonly ITransformer _scorer;
    private readonly ITransformer _drop;

    /// <param name="env">The environment.</param>
    /// <param name="model">The model.</param>
    /// <param name="collapse">Its diagnostics.</param>
    /// <param name="label">The label's column, whose names of classes the scorer keeps.</param>
    public StockHead(IHostEnvironment env, SyreNetworkModel model, CollapseColumn collapse, DataViewSchema.Column label)
    {
        (_model, _collapse) = (model, collapse);
        Outputs = model.Task.Outputs(label.Type);
        _hiddenColumns = [.. collapse.Layers.Select((_, layer) => $"__SyreHidden{layer}")];
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(label.Name, label.Type, label.Annotations);
        DataViewSchema between = WithInner(schema.ToSchema());
        _scorer = model.Task.CreateHead(env, between, OutputsColumn, label.Name, Outputs, model.Scale);
        _drop = new MLContext().Transforms.DropColumns([OutputsColumn, .. _hiddenColumns]).Fit(new NoRows(between));
    }

    /// <summary>Number of the network's outputs.</summary>
    public int Outputs { get; }

    /// <summary>The schema of scored rows: the input's columns, then the task's, then the diagnostics.</summary>
    public DataViewSchema SchemaOf(DataViewSchema input) =>
        _drop.GetOutputSchema(WithDiagnostics(_scorer.GetOutputSchema(WithInner(input))));

    /// <summary>Saves the model as stock parts.</summary>
    /// <exception cref="NotSupportedException">A module of the network cannot be written as ONNX; the message names it.</exception>
    public void Save(ModelSaveContext ctx, string featureColumn, VectorDataViewType featureType)
    {
        using var network = new OnnxScorer(
            NetworkGraph.Write(_model, _collapse, featureColumn, featureType.Size, OutputsColumn, Outputs, _hiddenColumns),
            [new DataViewSchema.DetachedColumn(featureColumn, featureType)]);
        CollapseOptions options = _model.Options.Collapse;
        using OnnxScorer? diagnostics = options.WritesColumns
            ? new OnnxScorer(CollapseGraph.Write(_collapse, options, OutputsColumn, Outputs, _hiddenColumns), Inner())
            : null;
        ITransformer[] parts = diagnostics is null
            ? [network.Transformer, _scorer, _drop]
            : [network.Transformer, _scorer, diagnostics.Transformer, _drop];
        ((ICanSaveModel)new TransformerChain<ITransformer>(parts)).Save(ctx);
    }

    /// <summary>The values between the parts.</summary>
    private DataViewSchema.DetachedColumn[] Inner() =>
    [
        new DataViewSchema.DetachedColumn(OutputsColumn, PredictionTask.OutputsType(Outputs)),
        .. _collapse.Layers.Zip(
            _hiddenColumns,
            (layer, name) => new DataViewSchema.DetachedColumn(name, PredictionTask.OutputsType(layer.Size))),
    ];

    private DataViewSchema WithInner(DataViewSchema input) => Append(input, Inner());

    private DataViewSchema WithDiagnostics(DataViewSchema input) => Append(input, _collapse.Columns(_model.Options.Collapse));

    private static DataViewSchema Append(DataViewSchema input, IEnumerable<DataViewSchema.DetachedColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(columns);
        return builder.ToSchema();
    }
}
