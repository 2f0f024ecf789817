using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A view whose cursors break one of the rules: each rule is off only if its property says so.</summary>
internal sealed class BrokenView(IDataView inner) : IDataView
{
    /// <summary>Scores are zero unless the predicted label is asked for too.</summary>
    public bool ScoreNeedsPredictedLabel { get; init; }

    /// <summary>All rows have one id.</summary>
    public bool OneId { get; init; }

    /// <summary>Each cursor of a set reads all the rows.</summary>
    public bool EveryCursorOfASetReadsAll { get; init; }

    /// <summary>A column that hides another of its type is read from that one, which stands before it.</summary>
    public bool ReadsHiddenColumns { get; init; }

    /// <summary>A pass reads the rows twice.</summary>
    public bool ReadsTwice { get; init; }

    public bool CanShuffle => false;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        if (ReadsTwice)
            ReadAll(inner);
        return new Cursor(this, inner.GetRowCursor(ReadsHiddenColumns ? Schema : columnsNeeded));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. Enumerable.Range(0, EveryCursorOfASetReadsAll ? 2 : 1).Select(_ => GetRowCursor(columnsNeeded))];

    /// <summary>Reads all rows for nothing.</summary>
    public static IDataView ReadAll(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        while (cursor.MoveNext())
            continue;
        return view;
    }

    private sealed class Cursor(BrokenView view, DataViewRowCursor inner) : DataViewRowCursor
    {
        public override DataViewSchema Schema => inner.Schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override bool MoveNext() => inner.MoveNext();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            DataViewSchema.Column read = column;
            foreach (DataViewSchema.Column earlier in Schema.Take(view.ReadsHiddenColumns ? column.Index : 0))
            {
                if (earlier.Name == column.Name && earlier.Type.Equals(column.Type))
                    read = earlier;
            }
            ValueGetter<TValue> get = inner.GetGetter<TValue>(read);
            bool zero = view.ScoreNeedsPredictedLabel && column.Name == "Score" && !IsColumnActive(Schema["PredictedLabel"]);
            return zero ? (ref value) => value = default! : get;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => view.OneId ? (ref id) => id = default : inner.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
