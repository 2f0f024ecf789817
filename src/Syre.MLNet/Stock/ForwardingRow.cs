using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>A row that hands on another one, but for what a derived class does differently.</summary>
/// <param name="input">The row below; disposed with this one.</param>
internal abstract class ForwardingRow(DataViewRow input) : DataViewRow
{
    public override DataViewSchema Schema => input.Schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
