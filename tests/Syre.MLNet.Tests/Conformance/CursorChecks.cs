using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Two views hold the same rows, however their cursors are opened and moved.</summary>
public static class CursorChecks
{
    /// <summary>
    /// Compares all columns, then the even and the odd ones alone, since a getter must not need another column to be active. Then compares
    /// every column through a cursor of its own, since cursors must not share state.
    /// </summary>
    public static void SameValues(IDataView expected, IDataView actual, double tolerance, string what)
    {
        SchemaChecks.Same(expected.Schema, actual.Schema, what);
        Walk(expected, actual, _ => true, tolerance, $"{what}, all columns");
        Walk(expected, actual, column => column.Index % 2 == 0, tolerance, $"{what}, even columns");
        Walk(expected, actual, column => column.Index % 2 == 1, tolerance, $"{what}, odd columns");
        WalkOneCursorPerColumn(expected, actual, tolerance, $"{what}, one cursor a column");
    }

    /// <summary>A cursor keeps what its documentation says: schema, positions, activity, types of getters, ids, and an end.</summary>
    public static void CursorIsHonest(IDataView view, string what)
    {
        foreach (DataViewSchema.Column active in view.Schema)
        {
            using DataViewRowCursor cursor = view.GetRowCursor([active]);
            Must.Hold(ReferenceEquals(view.Schema, cursor.Schema), $"{what}: the cursor's schema is not the view's");
            Must.Equal(-1L, cursor.Position, $"{what}: position before the first row");
            Must.Hold(cursor.IsColumnActive(active), $"{what}: '{active.Name}' was asked for and is not active");
            Must.Fail(() => cursor.GetGetter<Guid>(active), $"{what}: a getter of '{active.Name}' with the wrong type");
            foreach (DataViewSchema.Column inactive in view.Schema.Where(column => !cursor.IsColumnActive(column)))
                Must.Fail(() => Values.Reader(cursor, inactive), $"{what}: a getter of '{inactive.Name}', which is not active");
        }

        IdsDiffer(view, what);
    }

    private static void IdsDiffer(IDataView view, string what)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        for (long row = 0; cursor.MoveNext(); row++)
        {
            Must.Equal(row, cursor.Position, $"{what}: position");
            DataViewRowId id = default;
            getId(ref id);
            Must.Hold(ids.Add(id), $"{what}: row {row} has the id of an earlier row");
        }

        Must.Equal(-1L, cursor.Position, $"{what}: position after the last row");
        Must.Hold(!cursor.MoveNext(), $"{what}: a finished cursor moved on");
        Must.Hold(view.GetRowCount() is not { } count || count == ids.Count,
            $"{what}: {view.GetRowCount()} rows announced, {ids.Count} delivered");
    }

    private static void Walk(IDataView expected, IDataView actual, Func<DataViewSchema.Column, bool> active, double tolerance, string what)
    {
        DataViewSchema.Column[] columns = [.. actual.Schema.Where(active)];
        using DataViewRowCursor left = expected.GetRowCursor(expected.Schema);
        using DataViewRowCursor right = actual.GetRowCursor(columns);
        ValueGetter<DataViewRowId> leftId = left.GetIdGetter();
        ValueGetter<DataViewRowId> rightId = right.GetIdGetter();
        (DataViewSchema.Column Column, Func<object> Left, Func<object> Right)[] readers =
            [.. columns.Select(column => (column, Values.Reader(left, expected.Schema[column.Index]), Values.Reader(right, column)))];
        while (left.MoveNext())
        {
            Must.Hold(right.MoveNext(), $"{what}: no row {left.Position}");
            Must.Equal(left.Position, right.Position, $"{what}: position");
            DataViewRowId id = default, other = default;
            leftId(ref id);
            rightId(ref other);
            Must.Equal(id, other, $"{what}: id of row {left.Position}");
            foreach ((DataViewSchema.Column column, Func<object> expectedValue, Func<object> actualValue) in readers)
                Values.MustBeSame(expectedValue(), actualValue(), tolerance, $"{what}: row {left.Position}, column '{column.Name}'");
        }

        Must.Hold(!right.MoveNext(), $"{what}: more rows than expected");
    }

    private static void WalkOneCursorPerColumn(IDataView expected, IDataView actual, double tolerance, string what)
    {
        using DataViewRowCursor left = expected.GetRowCursor(expected.Schema);
        DataViewRowCursor[] right = [.. actual.Schema.Select(column => actual.GetRowCursor([column]))];
        try
        {
            (Func<object> Left, Func<object> Right)[] readers =
                [.. right.Select((cursor, i) => (Values.Reader(left, expected.Schema[i]), Values.Reader(cursor, actual.Schema[i])))];
            while (left.MoveNext())
            {
                Must.Hold(Array.TrueForAll(right, cursor => cursor.MoveNext()), $"{what}: no row {left.Position}");
                for (int i = 0; i < readers.Length; i++)
                {
                    Values.MustBeSame(readers[i].Left(), readers[i].Right(), tolerance,
                        $"{what}: row {left.Position}, column '{actual.Schema[i].Name}'");
                }
            }

            Must.Hold(Array.TrueForAll(right, cursor => !cursor.MoveNext()), $"{what}: more rows than expected");
        }
        finally
        {
            foreach (DataViewRowCursor cursor in right)
                cursor.Dispose();
        }
    }
}
