using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreTextClassification;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="SyreTextClassificationEstimator"/>. It scores with the very chain of ML.NET's own parts that
/// <c>mlContext.Model.Save</c> writes, so that a saved file gives the same bits and needs neither TorchSharp nor this library.
/// </summary>
/// <remarks>
/// Safe for many threads at once. Dispose it to give back its native memory, which waits for calls under way; scoring afterwards throws
/// <see cref="ObjectDisposedException"/>. A prediction engine disposes its model unless it was created with
/// <c>new PredictionEngineOptions { OwnsTransformer = false }</c>, as engines that share a model have to be. Reading one of the model's
/// columns of a row whose vector beside the text is of another length than the column's type says throws
/// <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class SyreTextClassificationTransformer : IPredictionTransformer<SyreTextClassificationModel>, IHasCollapseReport, IDisposable
{
    private readonly StockChain _chain;
    private readonly VectorDataViewType? _featureType;
    private readonly Lease _lease;

    internal SyreTextClassificationTransformer(
        HeadHost host,
        SyreTextClassificationModel model,
        RowDiagnostics collapse,
        ITransformer tokenizer,
        NgramInput inputs,
        DataViewSchema trainSchema)
    {
        Model = model;
        _featureType = Features is null ? null : (VectorDataViewType)trainSchema[Features].Type;
        DataViewSchema tokens = tokenizer.GetOutputSchema(trainSchema);
        DataViewSchema.DetachedColumn[] between = [.. inputs.Table.Columns.All.Select(name => Detached(tokens[name]))];
        DataViewSchema.Column label = trainSchema[model.Options.LabelColumnName];
        var inner = new InnerColumns(trainSchema, model.Options.Collapse.ColumnNames);
        var head = new StockHead(
            host, model.Task, model.Options, collapse, label, model.ScoringNetwork.Outputs, inner, between);
        _chain = head.Assemble(
            TextGraph.Write(model, inputs, collapse, head), [.. inputs.Sources(tokens).Select(Detached)], tokenizer);
        _lease = new Lease(() =>
        {
            model.Dispose();
            collapse.Dispose();
            _chain.Dispose();
            head.Dispose();
        });
    }

    /// <summary>The trained network and what is known of its training.</summary>
    public SyreTextClassificationModel Model { get; }

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary => Model.Summary;

    /// <summary>Whether the network has collapsed, where, and why.</summary>
    public CollapseReport Report => Model.Report;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    private string? Features => Model.Options.FeatureColumnName;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column of texts or the feature column is missing or of another type than in
    /// training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => For(inputSchema).GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column of texts or the feature column is missing or of another type than in
    /// training.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Lent(_lease, []).View(For(input.Schema).Transform(Features is null ? input : new SizedVectorView(input, Features)));
    }

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        IRowToRowMapper mapper = For(inputSchema).GetRowToRowMapper(inputSchema);
        return Features is null ? mapper : new SizedVectorMapper(mapper, Features);
    }

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _lease.Check();
        ((ICanSaveModel)_chain.Chain).Save(ctx);
    }

    private ITransformer For(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _lease.Check();
        if (_featureType is not null)
            SizedVector.CheckColumn(input, "feature", Features!, _featureType);
        return _chain.Chain;
    }

    /// <summary>
    /// The column without the names of its keys: of characters there are 65 535, which the scorer would write to the file with its schema.
    /// </summary>
    private static DataViewSchema.DetachedColumn Detached(DataViewSchema.Column column) => new(column.Name, column.Type);

    /// <inheritdoc/>
    public void Dispose() => _lease.End();
}
