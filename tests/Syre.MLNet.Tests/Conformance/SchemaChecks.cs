using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Two schemas are the same: columns, types, name lookup, and every annotation with its value.</summary>
public static class SchemaChecks
{
    public static void Same(DataViewSchema expected, DataViewSchema actual, string what)
    {
        Must.Equal(Names(expected), Names(actual), $"{what}: columns");
        for (int i = 0; i < expected.Count; i++)
        {
            string column = $"{what}: column '{expected[i].Name}'";
            Must.Equal(expected[i].Type, actual[i].Type, $"{column}, type");
            Must.Equal(expected[i].IsHidden, actual[i].IsHidden, $"{column}, hidden");
            Must.Equal(expected[expected[i].Name].Index, actual[expected[i].Name].Index, $"{column}, index by name");
            SameAnnotations(expected[i], actual[i], column);
        }
    }

    public static void SameAnnotations(DataViewSchema.Column expected, DataViewSchema.Column actual, string what)
    {
        Must.Equal(AnnotationNames(expected), AnnotationNames(actual), $"{what}, annotations");
        foreach (DataViewSchema.Column kind in expected.Annotations.Schema)
        {
            DataViewSchema.Column other = actual.Annotations.Schema[kind.Name];
            Must.Equal(kind.Type, other.Type, $"{what}, type of annotation '{kind.Name}'");
            Values.MustBeSame(Values.Annotation(expected.Annotations, kind), Values.Annotation(actual.Annotations, other), 0,
                $"{what}, annotation '{kind.Name}'");
        }
    }

    /// <summary>No annotation twice; names of slots and values of keys have the type and the number that the column calls for.</summary>
    public static void AnnotationsFitTheirColumns(DataViewSchema schema, string what)
    {
        foreach (DataViewSchema.Column column in schema)
        {
            string where = $"{what}: column '{column.Name}'";
            string[] kinds = [.. column.Annotations.Schema.Select(kind => kind.Name)];
            Must.Equal(kinds.Length, kinds.Distinct().Count(), $"{where}, number of different annotations");
            ReadOnlyMemory<char> none = default;
            Assert.ThrowsExactly<InvalidOperationException>(
                () => column.Annotations.GetValue("PurpleDragonScales", ref none), $"{where}, unknown annotation");

            DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
            int slots = column.Type is VectorDataViewType { IsKnownSize: true } sized ? sized.Size : -1;
            int values = item is KeyDataViewType key ? (int)key.Count : -1;
            foreach (DataViewSchema.Column kind in column.Annotations.Schema)
            {
                if (kind.Name == "SlotNames")
                    Must.Equal(new VectorDataViewType(TextDataViewType.Instance, slots), kind.Type, $"{where}, type of SlotNames");
                else if (kind.Name == "KeyValues")
                    Must.Equal(values, (kind.Type as VectorDataViewType)?.Size ?? 0, $"{where}, number of KeyValues");
            }
        }
    }

    /// <summary>The estimator's promise and the transformer's delivery fit each other in both directions.</summary>
    public static void SameShape(SchemaShape promised, SchemaShape delivered, string what)
    {
        Must.Equal(Names(promised), Names(delivered), $"{what}: promised and delivered columns");
        foreach ((SchemaShape.Column promise, SchemaShape.Column delivery) in Sorted(promised).Zip(Sorted(delivered)))
        {
            Must.Equal(promise.Kind, delivery.Kind, $"{what}: kind of '{promise.Name}'");
            Must.Equal(promise.ItemType, delivery.ItemType, $"{what}: item type of '{promise.Name}'");
            Must.Equal(promise.IsKey, delivery.IsKey, $"{what}: '{promise.Name}' is a key");
            SameShape(promise.Annotations, delivery.Annotations, $"{what}: annotations of '{promise.Name}'");
        }
    }

    private static IEnumerable<SchemaShape.Column> Sorted(SchemaShape shape) =>
        shape.OrderBy(column => column.Name, StringComparer.Ordinal);

    private static string Names(SchemaShape shape) => string.Join(", ", Sorted(shape).Select(column => column.Name));

    private static string Names(DataViewSchema schema) => string.Join(", ", schema.Select(column => column.Name));

    private static string AnnotationNames(DataViewSchema.Column column) =>
        string.Join(", ", column.Annotations.Schema.Select(kind => kind.Name).Order(StringComparer.Ordinal));
}
