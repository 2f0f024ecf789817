using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Scoring;

/// <summary>Scores one row at a time: what <see cref="PredictionEngine{TSrc, TDst}"/> uses.</summary>
internal sealed class RowScorer : IRowToRowMapper
{
    private readonly NetworkScorer _scorer;
    private readonly ScoredSchema _schema;

    /// <param name="scorer">The scorer.</param>
    /// <param name="inputSchema">Schema of the rows to come.</param>
    public RowScorer(NetworkScorer scorer, DataViewSchema inputSchema) => (_scorer, _schema) = (scorer, scorer.SchemaOf(inputSchema));

    public DataViewSchema InputSchema => _schema.Input;

    public DataViewSchema OutputSchema => _schema.Columns;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        new ColumnNeeds(_scorer, _schema, dependingColumns).All;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The row has another schema than this was made for: its columns would be read from wrong
    /// places.</exception>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => Same(input.Schema, InputSchema)
        ? new ScoredRow(_scorer, input, new ColumnNeeds(_scorer, _schema, activeColumns))
        : throw new InvalidOperationException(
            "The row's schema is not the one that this row mapper was made for; ask the model for a mapper of the row's schema.");

    private static bool Same(DataViewSchema a, DataViewSchema b) => ReferenceEquals(a, b) ||
        a.Select(column => (column.Name, column.Type)).SequenceEqual(b.Select(column => (column.Name, column.Type)));
}
