using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;

namespace Syre.MLNet.Scoring;

/// <summary>Walks one cursor and scores row by row, or only hands columns on.</summary>
internal sealed class RowScoringCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly ScoredRow _row;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The cursor below; owned from now on.</param>
    /// <param name="needs">What was asked for.</param>
    public RowScoringCursor(NetworkScorer scorer, DataViewRowCursor input, ColumnNeeds needs) =>
        (_input, _row) = (input, new ScoredRow(scorer, input, needs));

    /// <inheritdoc/>
    public override DataViewSchema Schema => _row.Schema;

    /// <inheritdoc/>
    public override long Position => _input.Position;

    /// <inheritdoc/>
    public override long Batch => _input.Batch;

    /// <inheritdoc/>
    public override bool MoveNext() => _input.MoveNext();

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
