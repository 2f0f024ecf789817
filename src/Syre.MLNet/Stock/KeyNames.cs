using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>The values that the numbers of a key stand for, as texts.</summary>
internal static class KeyNames
{
    private const string Annotation = "KeyValues";

    /// <summary>The values of a key's numbers, from the first; null where they have none.</summary>
    public static string[]? Read(DataViewSchema.Column column) =>
        ItemType(column) is { } item ? (string[])Typed(nameof(ReadTyped), item, column) : null;

    /// <summary>Names of the classes of a label that is a key or Boolean: of a key without values its numbers.</summary>
    public static string[] Classes(DataViewSchema.Column label) => label.Type is KeyDataViewType key
        ? Read(label) ?? [.. Enumerable.Range(1, (int)key.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))]
        : [bool.FalseString, bool.TrueString];

    /// <summary>Adds a column to a schema, with a key of more values; those that it has stay.</summary>
    /// <param name="builder">The schema.</param>
    /// <param name="column">The column.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="names">All values; null where they have none.</param>
    /// <exception cref="ArgumentException">A name cannot be one of the values.</exception>
    public static void Add(DataViewSchema.Builder builder, DataViewSchema.Column column, int count, IReadOnlyList<string>? names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(column.Annotations, name => name != Annotation);
        if (names is not null && ItemType(column) is { } item)
            Typed(nameof(AddTyped), item, annotations, column, item, names);
        builder.AddColumn(column.Name, new KeyDataViewType(typeof(uint), count), annotations.ToAnnotations());
    }

    /// <summary>The values of a key, and those of another that it has not, as rows.</summary>
    /// <param name="context">Makes the rows.</param>
    /// <param name="column">The key.</param>
    /// <param name="more">The other; null for none.</param>
    public static IDataView Values(MLContext context, DataViewSchema.Column column, DataViewSchema.Column? more) => (IDataView)Typed(
        nameof(ValuesTyped), ItemType(column)
            ?? throw new ArgumentException($"The key '{column.Name}' has no values.", nameof(column)), context, column, more);

    /// <summary>The type of a key's values; null where it has none.</summary>
    public static PrimitiveDataViewType? ItemType(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(Annotation)?.Type is VectorDataViewType { ItemType: var item } ? item : null;

    private static string[] ReadTyped<T>(DataViewSchema.Column column) =>
        [.. Values<T>(column).Select(value => value is DateTime or DateTimeOffset
            ? ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];

    private static object AddTyped<T>(
        DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column column, PrimitiveDataViewType type,
        IReadOnlyList<string> names)
    {
        T[] there = Values<T>(column);
        T[] all = [.. there, .. names.Skip(there.Length).Select(name => Parse<T>(name, column.Name))];
        annotations.Add(
            Annotation, new VectorDataViewType(type, all.Length), (ref VBuffer<T> value) => value = new VBuffer<T>(all.Length, all));
        return annotations;
    }

    private static IDataView ValuesTyped<T>(MLContext context, DataViewSchema.Column column, DataViewSchema.Column? more)
    {
        T[] known = Values<T>(column);
        var names = new HashSet<string>(ReadTyped<T>(column));
        IEnumerable<T> others = more is { } other
            ? Values<T>(other).Zip(ReadTyped<T>(other)).Where(value => names.Add(value.Second)).Select(value => value.First)
            : [];
        return context.Data.LoadFromEnumerable(known.Concat(others).Select(value => new Row<T> { Value = value }).ToArray());
    }

    /// <summary>None of a key without values, which ML.NET gives where no row has one.</summary>
    private static T[] Values<T>(DataViewSchema.Column column)
    {
        if (ItemType(column) is null)
            return [];
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues()];
    }

    private static T Parse<T>(string name, string column)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (T)(object)name.AsMemory();
        try
        {
            return (T)Convert.ChangeType(name, typeof(T), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            throw new ArgumentException(
                $"The earlier model has a class '{name}', which cannot be a value of label '{column}', " +
                $"whose values are of type {typeof(T).Name}. Make the label of the type of the earlier training.", e);
        }
    }

    private static object Typed(string method, PrimitiveDataViewType item, params object?[] arguments)
    {
        try
        {
            return typeof(KeyNames).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(item.RawType)
                .Invoke(null, arguments)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private sealed class Row<T>
    {
        public T Value { get; set; } = default!;
    }
}
