using System.Reflection;
using Microsoft.ML;

namespace Syre.MLNet.Inputs;

/// <summary>Groups of rows that are never on both sides of a split: those with one value in a column.</summary>
internal static class SamplingKeys
{
    /// <summary>Gives the group of the row that a cursor stands at, from 0 in the order in which groups come.</summary>
    public static Func<int> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        MethodInfo typed = typeof(SamplingKeys).GetMethod(nameof(TypedGetter), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Func<int>)typed.MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;
    }

    private static Func<int> TypedGetter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        var groups = new Dictionary<object, int>();
        T value = default!;
        return () =>
        {
            getter(ref value);
            object key = value is ReadOnlyMemory<char> text ? text.ToString() : value!;
            groups.TryAdd(key, groups.Count);
            return groups[key];
        };
    }
}
