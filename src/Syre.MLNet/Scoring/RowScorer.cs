using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>Scores one row at a time: what <see cref="PredictionEngine{TSrc, TDst}"/> uses.</summary>
internal sealed class RowScorer : IRowToRowMapper
{
    private readonly NetworkScorer _scorer;

    /// <param name="scorer">The scorer.</param>
    /// <param name="inputSchema">Schema of the rows to come.</param>
    public RowScorer(NetworkScorer scorer, DataViewSchema inputSchema)
    {
        (_scorer, InputSchema) = (scorer, inputSchema);
        OutputSchema = scorer.SchemaOf(inputSchema);
    }

    /// <inheritdoc/>
    public DataViewSchema InputSchema { get; }

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; }

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        ColumnNeeds.Of(_scorer, InputSchema, dependingColumns).All;

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ScoredRow(_scorer, input, OutputSchema, ColumnNeeds.Of(_scorer, InputSchema, activeColumns));
}
