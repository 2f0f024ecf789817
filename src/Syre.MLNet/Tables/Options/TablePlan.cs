using System.Text;

namespace Syre.MLNet;

/// <summary>What <c>FeaturizeTable</c> made of a table, column by column. <see cref="ToString"/> is a table to read.</summary>
public sealed class TablePlan
{
    internal TablePlan(
        long rows, string outputColumnName, IReadOnlyList<TablePlanColumn> columns, IReadOnlyList<string> slotColumns) =>
        (Rows, OutputColumnName, Columns, SlotColumns) = (rows, outputColumnName, columns, slotColumns);

    /// <summary>Rows that the decisions are from.</summary>
    public long Rows { get; }

    /// <summary>The column of features.</summary>
    public string OutputColumnName { get; }

    /// <summary>The columns, in the table's order.</summary>
    public IReadOnlyList<TablePlanColumn> Columns { get; }

    /// <summary>
    /// The column that each slot of the features is from, in the slots' order: what adds an importance of slots up to one of columns.
    /// </summary>
    public IReadOnlyList<string> SlotColumns { get; }

    /// <summary>Slots of the features.</summary>
    public int Slots => Columns.Sum(column => column.Slots);

    /// <summary>The plan as text, a line for each column. The same in every culture.</summary>
    public override string ToString()
    {
        int name = Math.Max(6, Columns.Max(column => column.Name.Length)), kind = Columns.Max(column => column.Kind.ToString().Length);
        var text = new StringBuilder();
        text.Append($"{OutputColumnName}: {Slots} slots from {Columns.Count} columns of {Rows} rows").AppendLine();
        text.Append($"{"Column".PadRight(name)}  {"Kind".PadRight(kind)}  Slots  Why").AppendLine();
        foreach (TablePlanColumn column in Columns)
        {
            text.Append($"{column.Name.PadRight(name)}  {column.Kind.ToString().PadRight(kind)}  {column.Slots,5}  {column.Reason}")
                .AppendLine();
        }
        return text.ToString();
    }
}
