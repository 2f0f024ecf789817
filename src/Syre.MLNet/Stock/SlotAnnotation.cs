using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>Names of a column's slots.</summary>
internal static class SlotAnnotation
{
    /// <summary>What a column of named slots has, before there is data.</summary>
    public static SchemaShape Shape { get; } = new(
        [MLNetInternals.ShapeColumn("SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false, null)]);

    /// <summary>The names of the features of a network; null where the column has none, or another number of them than slots.</summary>
    /// <param name="column">The feature column.</param>
    /// <param name="slots">The slot of each feature; null where feature i is slot i.</param>
    public static string[]? Read(DataViewSchema.Column column, int[]? slots)
    {
        if (!column.HasSlotNames())
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        if (column.Type is VectorDataViewType type && names.Length != type.Size)
            return null;
        string[] all = [.. names.DenseValues().Select(name => name.ToString())];
        return slots is null ? all : Array.ConvertAll(slots, slot => all[slot]);
    }

    /// <summary>The annotation that ML.NET's ONNX transformer gives a column of named slots.</summary>
    public static DataViewSchema.Annotations Create(IReadOnlyList<string> names)
    {
        ReadOnlyMemory<char>[] values = [.. names.Select(name => name.AsMemory())];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            "SlotNames",
            new VectorDataViewType(TextDataViewType.Instance, values.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(values.Length, [.. values]));
        return annotations.ToAnnotations();
    }
}
