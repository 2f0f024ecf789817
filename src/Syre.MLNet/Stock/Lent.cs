using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>
/// What a leased model has scored. Once the model has been disposed of, its views are refused, and getters of its columns fail instead of
/// reading memory that was freed.
/// </summary>
/// <param name="lease">The model's lease.</param>
/// <param name="names">The model's columns, or those of them that other parts do not look after.</param>
internal sealed class Lent(Lease lease, IReadOnlyCollection<string> names)
{
    /// <summary>The rows of a view.</summary>
    public IDataView View(IDataView scored) => new LentView(this, scored);

    /// <summary>The rows of a mapper.</summary>
    public IRowToRowMapper Mapper(IRowToRowMapper mapper) => new LentMapper(this, mapper);

    private void Check() => lease.Check();

    private ValueGetter<TValue> Getter<TValue>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        if (!names.Contains(column.Name))
            return getter;
        return (ref TValue value) =>
        {
            lease.Enter();
            try
            {
                getter(ref value);
            }
            finally
            {
                lease.Leave();
            }
        };
    }

    private sealed class LentView(Lent lent, IDataView scored) : IDataView
    {
        public bool CanShuffle => scored.CanShuffle;

        public DataViewSchema Schema => scored.Schema;

        public long? GetRowCount() => scored.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            lent.Check();
            return Cursor(scored.GetRowCursor(columnsNeeded, rand));
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        {
            lent.Check();
            return Array.ConvertAll(scored.GetRowCursorSet(columnsNeeded, n, rand), Cursor);
        }

        private DataViewRowCursor Cursor(DataViewRowCursor cursor) => new ForwardingCursor(cursor, new LentRow(lent, cursor));
    }

    private sealed class LentMapper(Lent lent, IRowToRowMapper mapper) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => mapper.InputSchema;

        public DataViewSchema OutputSchema => mapper.OutputSchema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            mapper.GetDependencies(dependingColumns);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
            new LentRow(lent, mapper.GetRow(input, activeColumns));
    }

    private sealed class LentRow(Lent lent, DataViewRow row) : ForwardingRow(row)
    {
        private readonly DataViewRow _row = row;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => lent.Getter<TValue>(_row, column);
    }
}
