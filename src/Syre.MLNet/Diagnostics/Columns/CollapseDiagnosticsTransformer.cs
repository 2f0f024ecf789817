using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Data;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Scoring;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="CollapseDiagnosticsEstimator"/>. It scores with stock parts of ML.NET and saves as these (<c>mlContext.Model.Save</c>), so that the
/// file needs neither TorchSharp nor this library and gives the same values.
/// </summary>
/// <remarks>
/// Safe for many threads at once, as long as none disposes it. Reading the diagnostics of a row whose vector is of another length than the
/// column's type says throws <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class CollapseDiagnosticsTransformer : ITransformer, IDisposable
{
    private readonly ITransformer _stock;
    private readonly string _input;
    private readonly int _width;
    private bool _disposed;

    internal CollapseDiagnosticsTransformer(ColumnModel model, string output, string input, DataViewSchema trainSchema)
    {
        Report = model.Report;
        (_input, _width) = (input, ((VectorDataViewType)trainSchema[input].Type).Size);
        _stock = StockColumn.Create(model, output, input, trainSchema);
    }

    /// <summary>What was learnt of the column: one layer, without a baseline. The slots that are the same for every row are in it too.</summary>
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
        return new GuardedView(For(input.Schema).Transform(new SizedVectorView(input, _input)), ThrowIfDisposed);
    }

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        new GuardedMapper(new SizedVectorMapper(For(inputSchema).GetRowToRowMapper(inputSchema), _input), ThrowIfDisposed);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ThrowIfDisposed();
        _stock.Save(ctx);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        (_stock as IDisposable)?.Dispose();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private ITransformer For(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ThrowIfDisposed();
        ColumnCheck.Check(input, _input, _width);
        return _stock;
    }
}
