using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>Walks another cursor, whose columns are read through a row above it.</summary>
/// <param name="input">The cursor below; disposed with this one.</param>
/// <param name="row">The row above it; the cursor itself to hand on its columns as they are.</param>
internal class ForwardingCursor(DataViewRowCursor input, DataViewRow row) : DataViewRowCursor
{
    public override DataViewSchema Schema => row.Schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
