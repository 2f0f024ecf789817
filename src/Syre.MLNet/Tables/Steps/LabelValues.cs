using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tables.Profiles;
using Syre.MLNet.Tables.Values;

namespace Syre.MLNet.Tables.Steps;

/// <summary>The values of a label that is to become Boolean: two, and none missing.</summary>
internal static class LabelValues
{
    private static readonly string[] s_yes = ["true", "yes", "y", "t", "1", "positive"];

    /// <summary>The value that becomes true, and the other one.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="column">The label, a text or a number.</param>
    /// <param name="positive">What the options say; null where they say nothing.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InvalidOperationException">There are not two values, some are missing, or none is the positive one.</exception>
    public static (string True, string False) Choose(
        IDataView data, DataViewSchema.Column column, string? positive, Cancellation cancellation)
    {
        Dictionary<string, long> counts = Count(data, column, cancellation);
        if (counts.Remove("", out long missing))
        {
            throw new InvalidOperationException(
                $"Label column '{column.Name}' has no value in {missing} rows, and a Boolean is never missing. Leave these rows out of " +
                "the training, for example with mlContext.Data.FilterByCustomPredicate, or set LabelKind = TableLabelKind.Key.");
        }
        if (counts.Count != 2)
        {
            throw new InvalidOperationException(
                $"Label column '{column.Name}' has {(counts.Count > 2 ? "more than two" : counts.Count)} values " +
                $"({string.Join(", ", counts.Keys.Take(3).Select(value => $"'{value}'"))}), and a Boolean has two. " +
                "Set LabelKind = TableLabelKind.Key and use a multiclass trainer, or TableLabelKind.Number and a regression trainer.");
        }
        string[] values = [.. counts.OrderBy(value => value.Value).ThenByDescending(value => value.Key, StringComparer.Ordinal)
            .Select(value => value.Key)];
        int index = positive is null
            ? Math.Max(0, Array.FindIndex(values, value => s_yes.Contains(value, StringComparer.OrdinalIgnoreCase)))
            : Array.IndexOf(values, positive);
        return index >= 0
            ? (values[index], values[1 - index])
            : throw new InvalidOperationException(
                $"PositiveLabel is '{positive}', and label column '{column.Name}' has the values '{values[0]}' and '{values[1]}'.");
    }

    /// <summary>Rows of each value, of the first three; those without a value under the empty text.</summary>
    private static Dictionary<string, long> Count(IDataView data, DataViewSchema.Column column, Cancellation cancellation)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        Func<string> read = column.Type is TextDataViewType ? Text(cursor, column) : Number(cursor, column);
        while (cursor.MoveNext() && counts.Count(value => value.Key.Length > 0) < 3)
        {
            cancellation.Check();
            string value = read();
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }
        return counts;
    }

    private static Func<string> Text(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            get(ref value);
            return TextValues.IsBlank(value.Span) ? "" : value.ToString();
        };
    }

    private static Func<string> Number(DataViewRow row, DataViewSchema.Column column)
    {
        Func<double> read = NumberReader.Open(row, column);
        return () => read() is var number && double.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture);
    }
}
