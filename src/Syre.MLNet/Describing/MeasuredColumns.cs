using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.Torch;

namespace Syre.MLNet.Describing;

/// <summary>What predictions go by, as a page shows it.</summary>
internal static class MeasuredColumns
{
    private const int MostRows = 1000;

    /// <summary>Permutation importance.</summary>
    public static DescribedColumns Of(ColumnImportanceReport importance)
    {
        string metric = ColumnImportanceReport.Name(importance.Metric);
        return new(
            "What all predictions go by",
            $"How much the metric ({metric} {Figures.Any(importance.Value)} on {Figures.Count(importance.Rows, "row", "rows")}) " +
            $"{(ColumnImportanceReport.Falls(importance.Metric) ? "falls" : "rises")} when a column's values are mixed " +
            $"among the rows, mean of {importance.PermutationCount} times with its standard error. " +
            "Of columns that tell the same each seems not to matter." +
            (importance.UnusedColumns.Count > 0 ? $" Not used at all: {string.Join(", ", importance.UnusedColumns)}." : ""),
            [.. importance.Columns.Select(column => new DescribedColumn(column.Name, column.Importance, column.StandardError))]);
    }

    /// <summary>The mean size of contributions.</summary>
    /// <param name="explained">Rows with contributions.</param>
    /// <param name="name">Their column.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DescribedColumns Of(IDataView explained, string name)
    {
        SchemaChecks.Check(MLNetInternals.ShapeOf(explained.Schema), [InputColumn.Vector("contributions", name, "contributionColumnName")]);
        DataViewSchema.Column column = explained.Schema[name];
        string[]? names = SlotAnnotation.Read(column, null);
        var sums = new double[((VectorDataViewType)column.Type).Size];
        int rows = 0;
        bool areShares = true;
        using (DataViewRowCursor cursor = explained.GetRowCursor([column]))
        {
            ValueGetter<VBuffer<float>> getter = SizedVector.Getter(cursor, column);
            VBuffer<float> contributions = default;
            while (rows < MostRows && cursor.MoveNext())
            {
                getter(ref contributions);
                if (contributions.GetValues().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                    continue;
                foreach (KeyValuePair<int, float> item in contributions.Items())
                    sums[item.Key] += Math.Abs(item.Value);
                rows++;
                areShares &= contributions.Items().Select(item => Math.Abs(item.Value)).DefaultIfEmpty(0).Max() is 0 or 1;
            }
        }
        return new(
            "What single predictions go by",
            $"How far a column moves the score of a row away from that of a row of training medians, mean size over " +
            $"{Figures.Count(rows, "row", "rows")} (integrated gradients). " +
            // Contributions do not say whether they were normalized, but then the largest of each row is 1.
            (areShares && Array.Exists(sums, sum => sum > 0)
                ? "Each row's are given as parts of the largest one."
                : "Scores are logits or log-odds of classes, or the label's unit."),
            [.. sums.Select((sum, slot) => new DescribedColumn(
                    names is null ? slot.ToString(CultureInfo.InvariantCulture) : names[slot], rows == 0 ? 0 : sum / rows))
                .OrderByDescending(one => one.Value)]);
    }
}
