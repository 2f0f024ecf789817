using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Scoring;

/// <summary>A data view with the task's columns beside those below.</summary>
internal sealed class ScoredView : IDataView
{
    private readonly NetworkScorer _scorer;
    private readonly IDataView _input;
    private readonly ScoredSchema _schema;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The rows below.</param>
    public ScoredView(NetworkScorer scorer, IDataView input)
    {
        (_scorer, _input) = (scorer, input);
        _schema = scorer.SchemaOf(input.Schema);
    }

    public bool CanShuffle => _input.CanShuffle;

    public DataViewSchema Schema => _schema.Columns;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needs = new ColumnNeeds(_scorer, _schema, columnsNeeded);
        DataViewRowCursor input = _input.GetRowCursor(needs.All, rand);
        return needs.NeedsNetwork && needs.Passing.Values.All(column => ColumnBuffer.Keeps(column.Type))
            ? new BlockScoringCursor(_scorer, input, needs)
            : new ForwardingCursor(input, new ScoredRow(_scorer, input, needs));
    }

    /// <inheritdoc/>
    /// <remarks>One cursor: rows are scored in blocks, one after the other.</remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
