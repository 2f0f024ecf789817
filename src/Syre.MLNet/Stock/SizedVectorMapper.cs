using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>A row mapper whose rows are read by <see cref="SizedVector"/> in one column.</summary>
/// <param name="inner">The mapper that does the work.</param>
/// <param name="column">Name of the column.</param>
internal sealed class SizedVectorMapper(IRowToRowMapper inner, string column) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inner.InputSchema;

    public DataViewSchema OutputSchema => inner.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        inner.GetDependencies(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        inner.GetRow(new SizedVectorRow(input, column), activeColumns);
}
