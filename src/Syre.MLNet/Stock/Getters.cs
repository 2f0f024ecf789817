using Microsoft.ML;

namespace Syre.MLNet.Stock;

/// <summary>What every row of ours checks before it hands out a getter.</summary>
internal static class Getters
{
    /// <summary>Refuses a column that was not asked for.</summary>
    /// <exception cref="InvalidOperationException">The column is not active.</exception>
    public static void CheckActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
            throw new InvalidOperationException($"Column '{column.Name}' was not among the columns asked for when the rows were opened.");
    }

    /// <summary>The getter under the type that the reader expects.</summary>
    /// <exception cref="InvalidOperationException">The reader expects another type.</exception>
    public static ValueGetter<TExpected> Cast<TExpected>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TExpected>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TExpected)}', but the column is {column.Type}.");
}
