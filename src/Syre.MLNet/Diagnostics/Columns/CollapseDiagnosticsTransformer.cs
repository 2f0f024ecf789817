using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Diagnostics.Columns;
using Syre.MLNet.Stock;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="CollapseDiagnosticsEstimator"/>. It scores with stock parts of ML.NET and saves as these
/// (<c>mlContext.Model.Save</c>), so that the file needs neither TorchSharp nor this library and gives the same values.
/// </summary>
/// <remarks>
/// Safe for many threads at once. Dispose it to give back native memory, which waits for calls under way; scoring afterwards throws
/// <see cref="ObjectDisposedException"/>. A prediction engine disposes it unless it was created with
/// <c>new PredictionEngineOptions { OwnsTransformer = false }</c>. Reading the diagnostics of a row whose vector is of another length
/// than the column's type says throws <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class CollapseDiagnosticsTransformer : IHasCollapseReport, IDisposable
{
    private readonly ITransformer _stock;
    private readonly string _input;
    private readonly VectorDataViewType _type;
    private readonly Lease _lease;

    internal CollapseDiagnosticsTransformer(
        TemporaryFolder temporary, ColumnModel model, string output, string input, DataViewSchema trainSchema)
    {
        Report = model.Report;
        (_input, _type) = (input, (VectorDataViewType)trainSchema[input].Type);
        _stock = StockColumn.Create(temporary, model, output, input, trainSchema);
        _lease = new Lease(() => (_stock as IDisposable)?.Dispose());
    }

    /// <summary>
    /// What was learnt of the column: one layer, without a baseline. The slots that are the same for every row are in it too.
    /// </summary>
    public CollapseReport Report { get; }

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another size or type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => For(inputSchema).GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another size or type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Lent(_lease, []).View(For(input.Schema).Transform(new SizedVectorView(input, _input)));
    }

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        new SizedVectorMapper(For(inputSchema).GetRowToRowMapper(inputSchema), _input);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _lease.Check();
        _stock.Save(ctx);
    }

    /// <inheritdoc/>
    public void Dispose() => _lease.End();

    private ITransformer For(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _lease.Check();
        SizedVector.CheckColumn(input, "input", _input, _type);
        return _stock;
    }
}
