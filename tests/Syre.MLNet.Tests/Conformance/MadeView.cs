using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>The rows of another view with other columns: any names and types in any order, also several of one name.</summary>
internal sealed class MadeView : IDataView
{
    private readonly IDataView _source;
    private readonly IReadOnlyList<MadeColumn> _columns;

    public MadeView(IDataView source, params IReadOnlyList<MadeColumn> columns)
    {
        (_source, _columns) = (source, columns);
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(columns.Select(column => column.Column));
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        HashSet<int> active = [.. columnsNeeded.Select(column => column.Index)];
        IEnumerable<DataViewSchema.Column> below = active.Select(index => _columns[index].Source).OfType<DataViewSchema.Column>();
        return new Cursor(this, _source.GetRowCursor([.. below]), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(MadeView view, DataViewRowCursor source, IReadOnlySet<int> active) : DataViewRowCursor
    {
        public override DataViewSchema Schema => view.Schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext() => source.MoveNext();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new InvalidOperationException($"'{column.Name}' is not active.");
            return view._columns[column.Index].Getter(source) as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"'{column.Name}' is no column of {typeof(TValue)}.");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            source.Dispose();
            base.Dispose(disposing);
        }
    }
}
