using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>The texts that ML.NET keeps with a column.</summary>
internal static class ColumnTexts
{
    /// <summary>The texts that the keys of a column stand for; null where they are no texts.</summary>
    public static string[]? Keys(DataViewSchema.Column column) => Texts(column, "KeyValues");

    /// <summary>The names of a column's slots; null where it has none.</summary>
    public static string[]? SlotNames(DataViewSchema.Column column) => Texts(column, "SlotNames");

    private static string[]? Texts(DataViewSchema.Column column, string annotation)
    {
        if (column.Annotations.Schema.GetColumnOrNull(annotation)?.Type is not VectorDataViewType { ItemType: TextDataViewType })
            return null;
        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.Annotations.GetValue(annotation, ref texts);
        return [.. texts.DenseValues().Select(text => text.ToString())];
    }
}
