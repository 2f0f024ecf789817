using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Reads and compares values of any column type; vectors come out dense, text as string.</summary>
public static class Values
{
    private const BindingFlags Static = BindingFlags.NonPublic | BindingFlags.Static;

    /// <summary>A function that reads the column's current value, always into the same buffer, as ML.NET's own consumers do.</summary>
    public static Func<object> Reader(DataViewRow row, DataViewSchema.Column column) => Create(row, column);

    public static object Annotation(DataViewSchema.Annotations annotations, DataViewSchema.Column kind) => Create(annotations, kind)();

    public static List<T> Column<T>(IDataView view, string name)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[name]]);
        Func<object> read = Reader(cursor, view.Schema[name]);
        var values = new List<T>();
        while (cursor.MoveNext())
            values.Add((T)read());
        return values;
    }

    /// <summary>All columns named, as numbers, row by row: what models are compared by.</summary>
    public static float[][] Rows(IDataView view, params IEnumerable<string> names)
    {
        List<object>[] columns = [.. names.Select(name => Column<object>(view, name))];
        return [.. Enumerable.Range(0, columns[0].Count).Select(row => Numbers(columns.Select(column => column[row]).ToArray()))];
    }

    /// <summary>Equal; floating-point numbers within <paramref name="tolerance"/>, absolute below one and relative above.</summary>
    public static bool Same(object expected, object actual, double tolerance) => (expected, actual) switch
    {
        (float x, float y) => Close(x, y, tolerance),
        (double x, double y) => Close(x, y, tolerance),
        (Array x, Array y) => x.Length == y.Length
            && x.Cast<object>().Zip(y.Cast<object>()).All(pair => Same(pair.First, pair.Second, tolerance)),
        _ => expected.Equals(actual),
    };

    public static void MustBeSame(object expected, object actual, double tolerance, string what) =>
        Must.Hold(Same(expected, actual, tolerance), $"{what}: expected {Text(expected)}, got {Text(actual)}, tolerance {tolerance}");

    public static string Text(object value) =>
        value is Array items ? $"[{string.Join(", ", items.Cast<object>().Take(12).Select(Text))}]"
            : FormattableString.Invariant($"{value:R}");

    private static bool Close(double x, double y, double tolerance) =>
        x.Equals(y) || Math.Abs(x - y) <= tolerance * Math.Max(1, Math.Abs(x));

    /// <summary>A value, or an array of values, as numbers: true is one, a key its index.</summary>
    public static float[] Numbers(object value) => value switch
    {
        Array items => [.. items.Cast<object>().SelectMany(Numbers)],
        bool flag => [flag ? 1f : 0f],
        _ => [Convert.ToSingle(value)],
    };

    private static Func<object> Create(object source, DataViewSchema.Column column)
    {
        (string method, Type type) = column.Type is VectorDataViewType vector
            ? (nameof(Vector), vector.ItemType.RawType)
            : (nameof(Scalar), column.Type.RawType);
        return typeof(Values).GetMethod(method, Static)!.MakeGenericMethod(type)
            .CreateDelegate<Func<object, DataViewSchema.Column, Func<object>>>()(source, column);
    }

    private static Func<object> Scalar<T>(object source, DataViewSchema.Column column)
    {
        ValueGetter<T> get = Getter<T>(source, column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return Plain(value);
        };
    }

    private static Func<object> Vector<T>(object source, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> get = Getter<VBuffer<T>>(source, column);
        VBuffer<T> value = default;
        return () =>
        {
            get(ref value);
            return value.DenseValues().Select(Plain).ToArray();
        };
    }

    private static ValueGetter<T> Getter<T>(object source, DataViewSchema.Column column) =>
        source is DataViewRow row ? row.GetGetter<T>(column) : ((DataViewSchema.Annotations)source).GetGetter<T>(column);

    private static object Plain<T>(T value) => value is ReadOnlyMemory<char> text ? text.ToString() : value!;
}
