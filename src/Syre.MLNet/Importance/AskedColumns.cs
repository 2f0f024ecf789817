using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Importance;

/// <summary>A view without rows that notes which of its columns are asked for: those that something above it is made of.</summary>
internal sealed class AskedColumns : IDataView
{
    private readonly HashSet<int> _asked = [];

    private AskedColumns(DataViewSchema schema) => Schema = schema;

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    /// <summary>The columns of a schema that a model reads to give some of its own.</summary>
    /// <param name="model">The model.</param>
    /// <param name="schema">The columns that it is given.</param>
    /// <param name="wanted">Those that it is to give, of its output's schema.</param>
    public static IReadOnlyList<DataViewSchema.Column> Find(
        ITransformer model, DataViewSchema schema, Func<DataViewSchema, IEnumerable<DataViewSchema.Column>> wanted)
    {
        var view = new AskedColumns(schema);
        IDataView scored = model.Transform(view);
        // What fitting or transforming looked at is not what these columns are made of.
        view._asked.Clear();
        using (scored.GetRowCursor(wanted(scored.Schema)))
            return [.. schema.Where(column => view._asked.Contains(column.Index))];
    }

    public long? GetRowCount() => 0;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        _asked.UnionWith(columnsNeeded.Select(column => column.Index));
        return new Cursor(Schema);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema) : DataViewRowCursor
    {
        public override DataViewSchema Schema => schema;

        public override long Position => -1;

        public override long Batch => 0;

        public override bool MoveNext() => false;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ref TValue _) => { };

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId _) => { };
    }
}
