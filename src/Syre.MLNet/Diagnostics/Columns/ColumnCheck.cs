using Microsoft.ML;
using Microsoft.ML.Data;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Refuses columns that cannot be measured, naming the column and the remedy, with the exception type of ML.NET's own transforms.</summary>
internal static class ColumnCheck
{
    /// <summary>Checks what an estimator is promised.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or no vector of Single of known size.</exception>
    public static void Check(SchemaShape input, string name)
    {
        SchemaShape.Column? found = null;
        foreach (SchemaShape.Column column in input)
            if (column.Name == name)
                found = column;
        if (found is not { } it)
            throw Missing(name, input.Select(column => column.Name));
        string item = it.IsKey ? $"key of {it.ItemType}" : it.ItemType.ToString()!;
        if (it.IsKey || it.ItemType != NumberDataViewType.Single || it.Kind == Kind.Scalar)
            throw Mismatch(name, it.Kind == Kind.Scalar ? item : $"vector of {item}",
                "a known-size vector of Single",
                $"Convert it with mlContext.Transforms.Conversion.ConvertType or join columns with mlContext.Transforms.Concatenate(\"{name}\", ...)");
        if (it.Kind == Kind.VariableVector)
            throw Mismatch(name, $"vector of {item} of unknown size", "a known-size vector of Single",
                "Give its size in the class that the data are loaded from ([VectorType(size)]), or use a transform with an output of fixed size");
    }

    /// <summary>Checks what a fitted model is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type than the one learnt.</exception>
    public static void Check(DataViewSchema input, string name, int width)
    {
        if (input.GetColumnOrNull(name) is not { } column)
            throw Missing(name, input.Select(other => other.Name));
        if (column.Type is not VectorDataViewType { ItemType: NumberDataViewType item } vector || item != NumberDataViewType.Single || vector.Size != width)
            throw Mismatch(name, column.Type.ToString()!, $"a vector of {width} Single, as it was learnt from",
                "Use the pipeline that the model was fitted behind");
    }

    private static ArgumentOutOfRangeException Missing(string name, IEnumerable<string> columns) => new(
        "input", $"Could not find input column '{name}'. The columns are {string.Join(", ", columns.Distinct())}; name one of them by inputColumnName.");

    private static ArgumentOutOfRangeException Mismatch(string name, string got, string expected, string remedy) => new(
        "input", $"Schema mismatch for input column '{name}': expected {expected}, got {got}. {remedy}.");
}
