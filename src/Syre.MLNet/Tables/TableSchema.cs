using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tables.Steps;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Syre.MLNet.Tables;

/// <summary>The columns of a table before and after, as far as types tell.</summary>
internal static class TableSchema
{
    /// <summary>Checks that the columns that the options name are there, and that the label is a scalar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not, or the label cannot become what it should.</exception>
    public static void Check(SchemaShape input, FeaturizeTableOptions options)
    {
        List<InputColumn> columns =
        [
            .. options.IgnoredColumnNames.Select(name => new InputColumn("ignored", name, "IgnoredColumnNames", _ => null)),
            .. options.Columns.Select(column =>
                new InputColumn("overruled", column.Key, "Columns", shape => OverruleProblem(shape, column.Value))),
        ];
        if (options.LabelColumnName is { } label)
            columns.Add(new InputColumn("label", label, "labelColumnName", column => LabelProblem(column, options.LabelKind)));
        SchemaChecks.Check(input, columns);
    }

    /// <summary>The shape with the features, and the label as it becomes.</summary>
    public static SchemaShape Append(SchemaShape input, FeaturizeTableOptions options)
    {
        Check(input, options);
        List<SchemaShape.Column> added = [Features(input, options)];
        if (options.LabelColumnName is { } label && Label(SchemaChecks.Find(input, label)!.Value, options) is { } made)
            added.Insert(0, made);
        return new SchemaShape(input.Where(column => added.All(own => own.Name != column.Name)).Concat(added));
    }

    private static SchemaShape.Column Features(SchemaShape input, FeaturizeTableOptions options)
    {
        List<SchemaShape.Column> annotations = [Annotation("SlotNames", TextDataViewType.Instance)];
        if (input.Any(column => MayBeCategory(column, options)))
            annotations.Add(Annotation("CategoricalSlotRanges", NumberDataViewType.Int32));
        return MLNetInternals.ShapeColumn(
            options.OutputColumnName, Kind.Vector, NumberDataViewType.Single, isKey: false, new SchemaShape(annotations));
    }

    private static bool MayBeCategory(SchemaShape.Column column, FeaturizeTableOptions options) =>
        column.Name != options.LabelColumnName && !options.IgnoredColumnNames.Contains(column.Name)
        && (options.Columns.TryGetValue(column.Name, out TableColumnKind kind)
            ? kind == TableColumnKind.Category
            : column.Annotations.Any(annotation => annotation.Name == "CategoricalSlotRanges")
                || (column.Kind == Kind.Scalar && (column.IsKey || column.ItemType is TextDataViewType)));

    private static SchemaShape.Column? Label(SchemaShape.Column label, FeaturizeTableOptions options)
    {
        TableLabelKind kind = LabelSteps.Resolve(label.IsKey, label.ItemType, options.LabelKind);
        return kind switch
        {
            TableLabelKind.Key => label.IsKey
                ? null
                : Scalar(NumberDataViewType.UInt32, isKey: true, new SchemaShape([Annotation("KeyValues", label.ItemType)])),
            TableLabelKind.Boolean => label.ItemType is BooleanDataViewType
                ? null
                : Scalar(BooleanDataViewType.Instance, isKey: false, null),
            _ => !label.IsKey && label.ItemType == NumberDataViewType.Single
                ? null
                // ML.NET says of a Boolean's 0 and 1 that they need no scaling.
                : Scalar(NumberDataViewType.Single, isKey: false, label.ItemType is BooleanDataViewType
                    ? new SchemaShape([Annotation("IsNormalized", BooleanDataViewType.Instance, Kind.Scalar)])
                    : null),
        };

        SchemaShape.Column Scalar(DataViewType type, bool isKey, SchemaShape? annotations) =>
            MLNetInternals.ShapeColumn(label.Name, Kind.Scalar, type, isKey, annotations);
    }

    private static SchemaShape.Column Annotation(string name, DataViewType type, Kind kind = Kind.Vector) =>
        MLNetInternals.ShapeColumn(name, kind, type, isKey: false, null);

    private static string? LabelProblem(SchemaShape.Column column, TableLabelKind kind)
    {
        if (column.Kind != Kind.Scalar)
            return "expected a scalar. Name a vector of labels in IgnoredColumnNames, and leave labelColumnName out";
        if (column.IsKey)
        {
            return kind == TableLabelKind.Number
                ? "and a key is no number. Append mlContext.Transforms.Conversion.MapKeyToValue before FeaturizeTable"
                : null;
        }
        return column.ItemType is TextDataViewType or BooleanDataViewType
            || (column.ItemType is NumberDataViewType && column.ItemType.RawType != typeof(DataViewRowId))
            ? null
            : "expected a text, a Boolean, a number or a key. Name another column";
    }

    private static string? OverruleProblem(SchemaShape.Column column, TableColumnKind kind)
    {
        bool text = column.ItemType is TextDataViewType && column.Kind == Kind.Scalar;
        bool time = column.ItemType is DateTimeDataViewType or DateTimeOffsetDataViewType && column.Kind == Kind.Scalar;
        bool number = column.ItemType is NumberDataViewType or BooleanDataViewType or TimeSpanDataViewType && !column.IsKey;
        return kind switch
        {
            TableColumnKind.Number => text || number ? null : "and Columns says Number; expected numbers, Booleans or texts",
            TableColumnKind.Category => column.Kind == Kind.Scalar && (text || number || column.IsKey)
                ? null
                : "and Columns says Category; expected a scalar that is a text, a number, a Boolean or a key",
            TableColumnKind.Date => text || time || (number && column.Kind == Kind.Scalar && column.ItemType is NumberDataViewType)
                ? null
                : "and Columns says Date; expected DateTime, a text or a number as 20141013",
            _ => null,
        };
    }
}
