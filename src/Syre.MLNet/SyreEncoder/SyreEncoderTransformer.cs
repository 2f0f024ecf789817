using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Models;
using Syre.MLNet.Scoring;
using Syre.MLNet.Stock;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="SyreEncoderEstimator"/>: adds the embedding, and saves itself as stock parts of ML.NET
/// (<c>mlContext.Model.Save</c>), so that the file needs neither TorchSharp nor this library.
/// </summary>
/// <remarks>
/// Safe for many threads at once. Dispose it to give back the network's native memory, which waits for calls under way; scoring afterwards
/// throws <see cref="ObjectDisposedException"/>. Reading one of its columns of a row whose vector is of another length than the column's
/// type says throws <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class SyreEncoderTransformer : IPredictionTransformer<SyreEncoderModel>, IHasCollapseReport, IDisposable
{
    private readonly StockHead _head;
    private readonly RowDiagnostics _collapse;
    private readonly VectorInput _features;
    private readonly NetworkScorer _scorer;

    internal SyreEncoderTransformer(
        HeadHost host, SyreEncoderModel model, RowDiagnostics collapse, DataViewSchema trainSchema, torch.Device device)
    {
        Model = model;
        SyreEncoderOptions options = model.Options;
        _features = new VectorInput(
            options.InputColumnName, (VectorDataViewType)trainSchema[options.InputColumnName].Type, nameof(options.InputColumnName));
        var inner = new InnerColumns(trainSchema, [.. options.Collapse.ColumnNames, options.OutputColumnName]);
        _head = new StockHead(host, model.Task, options, collapse, label: null, model.ScoringNetwork.Outputs, inner);
        _collapse = collapse;
        _scorer = new NetworkScorer(model, collapse, _head, device, [_features]);
    }

    /// <summary>The trained encoder and what is known of its training.</summary>
    public SyreEncoderModel Model { get; }

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary => Model.Summary;

    /// <summary>Whether the encoder has collapsed, where, and why.</summary>
    public CollapseReport Report => Model.Report;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _scorer.SchemaOf(inputSchema).Columns;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _scorer.Transform(input);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowScorer(_scorer, inputSchema);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => _scorer.Use(() =>
    {
        using StockChain chain = _head.Assemble(
            NetworkGraph.Write(Model, _collapse, _features, _head),
            [new DataViewSchema.DetachedColumn(Model.Options.InputColumnName, _features.Type)]);
        ((ICanSaveModel)chain.Chain).Save(ctx);
    });

    /// <summary>Does with the untrained encoder what follows the last epoch, so that what would fail then fails now.</summary>
    /// <param name="trainSchema">The training data's columns.</param>
    internal void Rehearse(DataViewSchema trainSchema)
    {
        _scorer.SchemaOf(trainSchema);
        NetworkGraph.Draw(Model, _collapse, _features, _head).Build();
    }

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();
}
