using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Reads a column once, leaving out rows that no measure can take.</summary>
internal static class ColumnReader
{
    /// <summary>Reads all rows whose entries are finite.</summary>
    /// <exception cref="InvalidOperationException">There is no such row.</exception>
    public static void Read(IDataView data, string name, ColumnPass pass, IChannel channel, Cancellation cancellation)
    {
        DataViewSchema.Column column = data.Schema[name];
        var buffer = new NonzeroBuffer(((VectorDataViewType)column.Type).Size);
        long rows = 0, left = 0;
        using (DataViewRowCursor cursor = data.GetRowCursor([column]))
        {
            ValueGetter<VBuffer<float>> getter = SizedVector.Getter(cursor, column);
            VBuffer<float> values = default;
            for (; cursor.MoveNext(); rows++)
            {
                cancellation.Check();
                getter(ref values);
                NonzeroRow row = buffer.Read(values);
                if (row.IsFinite)
                    pass.Add(row);
                else
                    left++;
            }
        }

        if (rows == left)
        {
            throw new InvalidOperationException(rows == 0
                ? $"There are no rows to learn column '{name}' from. Check the path and the filters before CollapseDiagnostics."
                : "No valid training instances found, all instances have missing features: " +
                  $"each of the {rows} rows has a NaN or an infinite value in column '{name}'. " +
                  $"Append mlContext.Transforms.ReplaceMissingValues(\"{name}\") before CollapseDiagnostics.");
        }

        if (left > 0)
            channel.Warning(MessageSensitivity.None, $"{left} of {rows} rows with a NaN or an infinite value in '{name}' are left out.");
        pass.Complete();
    }
}
