using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Persistence;
using Syre.MLNet.Scoring;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="SyreNetworkEstimator"/>: scores data views in blocks through TorchSharp, gives the columns that ML.NET's own trainers of the
/// task give, and saves itself as stock parts of ML.NET (<c>mlContext.Model.Save</c>), so that the file needs neither TorchSharp nor this library.
/// </summary>
/// <remarks>
/// Safe for many threads at once, as long as none disposes it. Dispose it to give back the network's native memory; scoring afterwards throws
/// <see cref="ObjectDisposedException"/>. Reading one of the model's columns of a row whose feature vector is of another length than the
/// column's type says throws <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class SyreNetworkTransformer : ISingleFeaturePredictionTransformer<SyreNetworkModel>, IDisposable
{
    private readonly StockHead _head;
    private readonly CollapseColumn _collapse;
    private readonly NetworkScorer _scorer;

    internal SyreNetworkTransformer(IHostEnvironment env, SyreNetworkModel model, CollapseColumn collapse, DataViewSchema trainSchema, torch.Device device)
    {
        Model = model;
        FeatureColumnName = model.Options.FeatureColumnName;
        var featureType = (VectorDataViewType)trainSchema[FeatureColumnName].Type;
        FeatureColumnType = featureType;
        DataViewSchema.Column label = trainSchema[model.Options.LabelColumnName];
        _head = new StockHead(env, model.Task, model.Scale, model.Options.Collapse, collapse, label, new InnerColumns(trainSchema));
        _collapse = collapse;
        _scorer = new NetworkScorer(model, collapse, _head, device, FeatureColumnName, featureType);
    }

    /// <summary>The trained network and what is known of its training.</summary>
    public SyreNetworkModel Model { get; }

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary => Model.Summary;

    /// <summary>Whether the network has collapsed, where, and why.</summary>
    public CollapseReport Report => Model.Report;

    /// <inheritdoc/>
    public string FeatureColumnName { get; }

    /// <inheritdoc/>
    public DataViewType FeatureColumnType { get; }

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _scorer.SchemaOf(inputSchema).Columns;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _scorer.Transform(input);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowScorer(_scorer, inputSchema);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The user's own network holds a module that cannot be written as ONNX; the message names it.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        int features = ((VectorDataViewType)FeatureColumnType).Size;
        using StockChain chain = _head.Assemble(
            NetworkGraph.Write(Model, _collapse, FeatureColumnName, features, _head.OutputsColumn, _head.Outputs, _head.HiddenColumns),
            [new DataViewSchema.DetachedColumn(FeatureColumnName, FeatureColumnType)]);
        ((ICanSaveModel)chain.Chain).Save(ctx);
    }

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();
}
