using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>What a prediction engine reads through, over native memory that may be given back: see <see cref="GuardedView"/>.</summary>
/// <param name="inner">The mapper of ML.NET's own parts.</param>
/// <param name="check">Throws once the memory is gone.</param>
internal sealed class GuardedMapper(IRowToRowMapper inner, Action check) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => inner.InputSchema;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => inner.OutputSchema;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        inner.GetDependencies(dependingColumns);

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        check();
        return new GuardedRow(inner.GetRow(input, activeColumns), check);
    }
}
