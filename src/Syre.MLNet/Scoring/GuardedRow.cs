using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>A row of a <see cref="GuardedMapper"/>: it checks before each value.</summary>
/// <param name="inner">The row; owned from now on.</param>
/// <param name="check">Throws once the memory is gone.</param>
internal sealed class GuardedRow(DataViewRow inner, Action check) : DataViewRow
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => inner.Schema;

    /// <inheritdoc/>
    public override long Position => inner.Position;

    /// <inheritdoc/>
    public override long Batch => inner.Batch;

    /// <summary>A getter that checks first.</summary>
    public static ValueGetter<TValue> Getter<TValue>(DataViewRow row, DataViewSchema.Column column, Action check)
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        return (ref TValue value) =>
        {
            check();
            getter(ref value);
        };
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Getter<TValue>(inner, column, check);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
