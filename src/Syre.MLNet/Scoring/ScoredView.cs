using Microsoft.ML;

namespace Syre.MLNet.Scoring;

/// <summary>A data view with the task's columns after those below.</summary>
internal sealed class ScoredView : IDataView
{
    private readonly NetworkScorer _scorer;
    private readonly IDataView _input;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The rows below.</param>
    public ScoredView(NetworkScorer scorer, IDataView input)
    {
        (_scorer, _input) = (scorer, input);
        Schema = scorer.SchemaOf(input.Schema);
    }

    /// <inheritdoc/>
    public bool CanShuffle => _input.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public long? GetRowCount() => _input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ColumnNeeds needs = ColumnNeeds.Of(_scorer, _input.Schema, columnsNeeded);
        DataViewRowCursor input = _input.GetRowCursor(needs.All, rand);
        return needs.NeedsNetwork && needs.Passing.All(column => ColumnBuffer.Keeps(column.Type))
            ? new BlockScoringCursor(_scorer, input, Schema, needs)
            : new RowScoringCursor(_scorer, input, Schema, needs);
    }

    /// <inheritdoc/>
    /// <remarks>One cursor: blocks keep libtorch's own threads busy.</remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
