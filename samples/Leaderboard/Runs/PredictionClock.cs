using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Leaderboard.Runs;

/// <summary>Times the predictions of single rows, one after the other, as ML.NET's <c>PredictionEngine</c> makes them.</summary>
internal static class PredictionClock
{
    private const int WarmUp = 300;
    private const int Timed = 700;

    /// <summary>Median over the rows, in microseconds, of all that the task predicts.</summary>
    /// <param name="model">A model from its file.</param>
    /// <param name="rows">The rows; they are gone through as often as it takes.</param>
    public static double Median(ITransformer model, IDataView rows)
    {
        IRowToRowMapper mapper = model.GetRowToRowMapper(rows.Schema);
        DataViewSchema.Column[] predicted = [.. new[] { "PredictedLabel", "Score", "Probability" }
            .Select(mapper.OutputSchema.GetColumnOrNull).OfType<DataViewSchema.Column>()];
        var times = new List<double>();
        while (times.Count < WarmUp + Timed)
        {
            using DataViewRowCursor cursor = rows.GetRowCursor(mapper.GetDependencies(predicted));
            using DataViewRow row = mapper.GetRow(cursor, predicted);
            Action[] readers = [.. predicted.Select(column => Reader(row, column))];
            while (times.Count < WarmUp + Timed && cursor.MoveNext())
            {
                long start = Stopwatch.GetTimestamp();
                foreach (Action read in readers)
                    read();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
        return times.Skip(WarmUp).Order().ElementAt(Timed / 2);
    }

    private static Action Reader(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            var type when type == typeof(bool) => Of<bool>(),
            var type when type == typeof(uint) => Of<uint>(),
            var type when type == typeof(float) => Of<float>(),
            _ => Of<VBuffer<float>>(),
        };

        Action Of<T>()
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default!;
            return () => getter(ref value);
        }
    }
}
