using Microsoft.ML;

namespace Syre.MLNet.Stock;

/// <summary>
/// The rows of another view, with a column of vectors read by <see cref="SizedVector"/>: what models that score with stock parts of ML.NET
/// put before these.
/// </summary>
/// <param name="input">The other view.</param>
/// <param name="column">Name of the column.</param>
internal sealed class SizedVectorView(IDataView input, string column) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Cursor(input.GetRowCursor(columnsNeeded, rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. input.GetRowCursorSet(columnsNeeded, n, rand).Select(Cursor)];

    private DataViewRowCursor Cursor(DataViewRowCursor cursor) => new ForwardingCursor(cursor, new SizedVectorRow(cursor, column));
}
