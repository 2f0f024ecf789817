using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Diagnostics.Rows;

/// <summary>The columns of the diagnostics, before there is data.</summary>
internal static class CollapseSchema
{
    /// <summary>The shape with the columns that the options ask for; of columns of the same name, the new one counts.</summary>
    public static SchemaShape Append(SchemaShape shape, CollapseOptions options)
    {
        var added = new List<SchemaShape.Column>();
        if (options.ColumnName is { } collapse)
            added.Add(Vector(collapse, SlotAnnotation.Shape));
        if (options.RepresentationColumnName is { } representation)
            added.Add(Vector(representation, null));
        return new SchemaShape(shape.Where(column => added.All(own => own.Name != column.Name)).Concat(added));
    }

    private static SchemaShape.Column Vector(string name, SchemaShape? annotations) => MLNetInternals.ShapeColumn(
        name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, annotations);
}
