using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A column of a <see cref="MadeView"/>: one of the view below, or one made up.</summary>
/// <param name="Column">Name, type and annotations.</param>
/// <param name="Source">The column below that it needs; null for none.</param>
/// <param name="Getter">Makes the getter for a row of the view below.</param>
internal sealed record MadeColumn(DataViewSchema.DetachedColumn Column, DataViewSchema.Column? Source, Func<DataViewRow, Delegate> Getter)
{
    /// <summary>A column of the view below as it is.</summary>
    public static MadeColumn Of(DataViewSchema.Column source) =>
        new(new DataViewSchema.DetachedColumn(source), source, row => Same(row, source));

    /// <summary>A column whose values follow from the number of the row.</summary>
    public static MadeColumn Of<T>(string name, DataViewType type, Func<long, T> value) =>
        new(new DataViewSchema.DetachedColumn(name, type), null, row => (ValueGetter<T>)((ref T given) => given = value(row.Position)));

    /// <summary>A column of vectors below, with another vector in one row.</summary>
    public static MadeColumn Replaced(DataViewSchema.Column source, long at, VBuffer<float> by) => new(
        new DataViewSchema.DetachedColumn(source),
        source,
        row =>
        {
            ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(source);
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> given) =>
            {
                if (row.Position == at)
                    by.CopyTo(ref given);
                else
                    getter(ref given);
            });
        });

    private static Delegate Same(DataViewRow row, DataViewSchema.Column source) =>
        (Delegate)typeof(DataViewRow).GetMethod(nameof(DataViewRow.GetGetter))!
            .MakeGenericMethod(source.Type.RawType).Invoke(row, [source])!;
}
