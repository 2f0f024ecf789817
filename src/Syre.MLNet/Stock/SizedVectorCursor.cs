using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;

namespace Syre.MLNet.Stock;

/// <summary>Walks one cursor, of which one column is read by <see cref="SizedVector"/>.</summary>
/// <param name="input">The cursor below; disposed with this one.</param>
/// <param name="column">Name of the column.</param>
internal sealed class SizedVectorCursor(DataViewRowCursor input, string column) : DataViewRowCursor
{
    private readonly SizedVectorRow _row = new(input, column);

    /// <inheritdoc/>
    public override DataViewSchema Schema => _row.Schema;

    /// <inheritdoc/>
    public override long Position => _row.Position;

    /// <inheritdoc/>
    public override long Batch => _row.Batch;

    /// <inheritdoc/>
    public override bool MoveNext() => input.MoveNext();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _row.GetIdGetter();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _row.Dispose();
        base.Dispose(disposing);
    }
}
