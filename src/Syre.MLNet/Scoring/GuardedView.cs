using Microsoft.ML;

namespace Syre.MLNet.Scoring;

/// <summary>A view of ML.NET's own parts over native memory that may be given back: whoever reads it then is told so.</summary>
/// <param name="inner">The view.</param>
/// <param name="check">Throws once the memory is gone.</param>
internal sealed class GuardedView(IDataView inner, Action check) : IDataView
{
    /// <inheritdoc/>
    public bool CanShuffle => inner.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => inner.Schema;

    /// <inheritdoc/>
    public long? GetRowCount() => inner.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        check();
        return new GuardedCursor(inner.GetRowCursor(columnsNeeded, rand), check);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        check();
        return Array.ConvertAll(inner.GetRowCursorSet(columnsNeeded, n, rand), cursor => (DataViewRowCursor)new GuardedCursor(cursor, check));
    }
}
