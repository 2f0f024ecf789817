using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Contributions;

/// <summary>Rows with their contributions.</summary>
/// <param name="env">Whose cancellation ends the reading.</param>
/// <param name="input">The rows.</param>
/// <param name="mapper">Adds the contributions.</param>
internal sealed class ContributionView(IHostEnvironment env, IDataView input, ContributionMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        DataViewRowCursor cursor = input.GetRowCursor(mapper.GetDependencies(needed), rand);
        return new Cursor(env, cursor, mapper.GetRow(cursor, needed));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IHostEnvironment env, DataViewRowCursor cursor, DataViewRow row)
        : ForwardingCursor(cursor, row)
    {
        public override bool MoveNext()
        {
            MLNetInternals.CheckAlive(env);
            return base.MoveNext();
        }
    }
}
