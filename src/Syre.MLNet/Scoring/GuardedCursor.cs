using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>The cursor of a <see cref="GuardedView"/>: it checks before each row.</summary>
/// <param name="inner">The cursor; owned from now on.</param>
/// <param name="check">Throws once the memory is gone.</param>
internal sealed class GuardedCursor(DataViewRowCursor inner, Action check) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => inner.Schema;

    /// <inheritdoc/>
    public override long Position => inner.Position;

    /// <inheritdoc/>
    public override long Batch => inner.Batch;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        check();
        return inner.MoveNext();
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => GuardedRow.Getter<TValue>(inner, column, check);

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
