using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Models;
using Syre.MLNet.Runtime;
using Syre.MLNet.Scoring;
using Syre.MLNet.Stock;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="SyreNetworkEstimator"/>: scores data views in blocks, gives the columns that ML.NET's own
/// trainers of the task give, and saves itself as stock parts of ML.NET (<c>mlContext.Model.Save</c>), so that the file needs
/// neither TorchSharp nor this library.
/// </summary>
/// <remarks>
/// Safe for many threads at once. Dispose it to give back the network's native memory, which waits for calls under way; scoring afterwards
/// throws <see cref="ObjectDisposedException"/>. A prediction engine disposes its model unless it was created with
/// <c>new PredictionEngineOptions { OwnsTransformer = false }</c>, as engines that share a model have to be. Reading one of the model's
/// columns of a row whose feature vector is of another length than the column's type says throws <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class SyreNetworkTransformer : ISingleFeaturePredictionTransformer<SyreNetworkModel>, IHasCollapseReport, IDisposable
{
    private readonly HeadHost _host;
    private readonly DataViewSchema _trainSchema;
    private readonly torch.Device _device;
    private readonly StockHead _head;
    private readonly RowDiagnostics _collapse;
    private readonly VectorInput _features;
    private readonly NetworkScorer _scorer;

    internal SyreNetworkTransformer(
        HeadHost host, SyreNetworkModel model, RowDiagnostics collapse, DataViewSchema trainSchema, torch.Device device)
    {
        (_host, _trainSchema, _device) = (host, trainSchema, device);
        Model = model;
        FeatureColumnName = model.Options.FeatureColumnName;
        _features = new VectorInput(
            FeatureColumnName, (VectorDataViewType)trainSchema[FeatureColumnName].Type, nameof(model.Options.FeatureColumnName));
        var inner = new InnerColumns(
            trainSchema,
            [.. model.Options.Collapse.ColumnNames, .. model.Options.IntervalColumnNames(model.Task.Objective.IsScaled)]);
        _head = new StockHead(
            host, model.Task, model.Options, collapse, trainSchema[model.Options.LabelColumnName], model.ScoringNetwork.Outputs, inner);
        _collapse = collapse;
        _scorer = new NetworkScorer(model, collapse, _head, device, [_features]);
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
    public DataViewType FeatureColumnType => _features.Type;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _scorer.SchemaOf(inputSchema).Columns;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _scorer.Transform(input);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowScorer(_scorer, inputSchema);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The user's own network holds a module that cannot be written as ONNX;
    /// the message names it.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => _scorer.Use(() =>
    {
        using StockChain chain = Assemble(Graph());
        ((ICanSaveModel)chain.Chain).Save(ctx);
    });

    /// <summary>What it reads of a row.</summary>
    internal VectorInput Features => _features;

    /// <summary>Where the network is.</summary>
    internal torch.Device Device => _device;

    /// <summary>Does something with the model, which is not disposed of in the meantime.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    internal void Use(Action action) => _scorer.Use(action);

    /// <summary>A transformer like this one around another model of the same training.</summary>
    /// <param name="model">The model; owned by the transformer.</param>
    /// <param name="collapse">The diagnostics of its hidden layers; null for this one's.</param>
    internal SyreNetworkTransformer With(SyreNetworkModel model, RowDiagnostics? collapse = null) =>
        new(_host, model, (collapse ?? _collapse).Copy(model.Report, model.ScoringNetwork.Spec), _trainSchema, _device);

    /// <summary>The network's graph, as it is saved.</summary>
    internal OnnxModel Graph() => NetworkGraph.Write(Model, _collapse, _features, _head);

    /// <summary>Bytes of the transformer when it is saved by itself.</summary>
    internal long SavedBytes()
    {
        using var stream = new MemoryStream();
        _host.Temporary.NewContext().Model.Save(this, _trainSchema, stream);
        return stream.Length;
    }

    /// <summary>
    /// Does with the untrained network what follows the last epoch, so that what would fail then fails now. A user's own network that
    /// cannot be saved is only warned of, since it trains and scores all the same.
    /// </summary>
    /// <param name="trainSchema">The training data's columns.</param>
    /// <param name="channel">The log.</param>
    internal void Rehearse(DataViewSchema trainSchema, IChannel channel)
    {
        _scorer.SchemaOf(trainSchema);
        if (Model.Options.Network is null)
        {
            // What is known of the network is written of our own types alone, and costs a new process a sixth of a second.
            NetworkGraph.Draw(Model, _collapse, _features, _head).Build();
            return;
        }
        try
        {
            Assemble(Graph()).Dispose();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            channel.Warning(MessageSensitivity.None,
                $"The network of {nameof(Model.Options.Network)} will train and score, but not save: {TorchFailure.Sentence(e)}");
        }
    }

    private StockChain Assemble(OnnxModel graph) =>
        _head.Assemble(graph, [new DataViewSchema.DetachedColumn(FeatureColumnName, FeatureColumnType)]);

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();
}
