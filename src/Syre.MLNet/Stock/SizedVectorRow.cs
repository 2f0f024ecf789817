using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;

namespace Syre.MLNet.Stock;

/// <summary>A row of which one column is read by <see cref="SizedVector"/>.</summary>
/// <param name="input">The row below; disposed with this one.</param>
/// <param name="column">Name of the column.</param>
internal sealed class SizedVectorRow(DataViewRow input, string column) : DataViewRow
{
    private readonly DataViewSchema.Column _column = input.Schema[column];

    /// <inheritdoc/>
    public override DataViewSchema Schema => input.Schema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        column.Index == _column.Index && typeof(TValue) == typeof(VBuffer<float>)
            ? (ValueGetter<TValue>)(Delegate)SizedVector.Getter(input, _column)
            : input.GetGetter<TValue>(column);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
