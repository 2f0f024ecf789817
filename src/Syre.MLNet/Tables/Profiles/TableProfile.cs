using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>What was seen in a table, in one pass.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Profiles of its columns by name; null where no feature can be made of the type.</param>
internal sealed record TableProfile(long Rows, IReadOnlyDictionary<string, ColumnProfile?> Columns)
{
    /// <summary>Reads all rows.</summary>
    /// <param name="data">The table.</param>
    /// <param name="columns">The columns that are looked at, each with what the options say that it is.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static TableProfile Read(
        IDataView data, IReadOnlyCollection<(DataViewSchema.Column Column, TableColumnKind? Forced)> columns,
        Cancellation cancellation)
    {
        Dictionary<string, ColumnProfile?> profiles =
            columns.ToDictionary(column => column.Column.Name, column => ColumnProfile.For(column.Column.Type, column.Forced));
        DataViewSchema.Column[] read = [.. columns.Select(column => column.Column).Where(column => profiles[column.Name] is not null)];
        long rows = 0;
        using DataViewRowCursor cursor = data.GetRowCursor(read);
        Action[] add = [.. read.Select(column => profiles[column.Name]!.Open(cursor, column))];
        for (; cursor.MoveNext(); rows++)
        {
            cancellation.Check();
            foreach (Action next in add)
                next();
        }
        return new TableProfile(rows, profiles);
    }
}
