using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Scoring;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Importance;

/// <summary>A sample of rows, some of their columns in memory, of which columns can be shown in another order.</summary>
internal sealed class RowSample
{
    private readonly Dictionary<int, ColumnBuffer> _columns = [];
    private readonly DataViewSchema _schema;

    private RowSample(DataViewSchema schema) => _schema = schema;

    /// <summary>Rows in the sample.</summary>
    public int Rows { get; private set; }

    /// <summary>Reads a sample in one pass (reservoir sampling, Vitter 1985).</summary>
    /// <param name="data">The rows.</param>
    /// <param name="columns">The columns that are kept.</param>
    /// <param name="largest">Most rows.</param>
    /// <param name="random">Draws them where there are more.</param>
    /// <param name="checkAlive">Is called at each row.</param>
    /// <exception cref="InvalidOperationException">A column is of a type that cannot be kept.</exception>
    public static RowSample Read(
        IDataView data, IReadOnlyList<DataViewSchema.Column> columns, int largest, Random random, Action checkAlive)
    {
        var sample = new RowSample(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        foreach (DataViewSchema.Column column in columns)
        {
            if (!ColumnBuffer.Keeps(column.Type))
            {
                throw new InvalidOperationException(
                    $"Column '{column.Name}' is {column.Type}, whose values cannot be kept in memory. Turn it into numbers before, and " +
                    "give the model after that step and the data that the step has made.");
            }
            sample._columns.Add(column.Index, ColumnBuffer.Of(cursor, column));
        }
        for (long seen = 0; cursor.MoveNext(); seen++)
        {
            checkAlive();
            long row = seen < largest ? seen : random.NextInt64(seen + 1);
            if (row >= largest)
                continue;
            foreach (ColumnBuffer column in sample._columns.Values)
                column.Keep((int)row);
            sample.Rows = (int)Math.Min(seen + 1, largest);
        }
        return sample;
    }

    /// <summary>The sample with some of its columns in another order.</summary>
    /// <param name="permuted">Indices of these columns.</param>
    /// <param name="order">The row that stands at each place instead.</param>
    public IDataView Permuted(IReadOnlySet<int> permuted, int[] order) => new View(this, permuted, order);

    private sealed class View(RowSample sample, IReadOnlySet<int> permuted, int[] order) : IDataView
    {
        public bool CanShuffle => false;

        public DataViewSchema Schema => sample._schema;

        public long? GetRowCount() => sample.Rows;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(sample, permuted, order);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    /// <summary>A row's id is its place in the sample.</summary>
    private sealed class Cursor(RowSample sample, IReadOnlySet<int> permuted, int[] order) : DataViewRowCursor
    {
        private int _at = -1, _next;

        public override DataViewSchema Schema => sample._schema;

        public override long Position => _at;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            _at = _next < sample.Rows ? _next++ : -1;
            return _at >= 0;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => sample._columns.ContainsKey(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Getters.CheckActive(this, column);
            bool isPermuted = permuted.Contains(column.Index);
            return Getters.Cast<TValue>(sample._columns[column.Index].Getter(() => isPermuted ? order[_at] : _at), column);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_at, 0);
    }
}
