using Microsoft.ML;
using Microsoft.ML.Data;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Syre.MLNet.Stock;

/// <summary>A column that one of our parts reads, and what it must be.</summary>
/// <param name="Role">What messages call it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Option">The option that names it.</param>
/// <param name="Problem">What is wrong with a column and what to do; null where nothing is.</param>
internal sealed record InputColumn(string Role, string Name, string Option, Func<SchemaShape.Column, string?> Problem)
{
    /// <summary>Whether its slots have names that mean something.</summary>
    public bool HasSlots { get; private init; }

    /// <summary>A vector of Single of known size.</summary>
    public static InputColumn Vector(string role, string name, string option) => new(role, name, option, VectorProblem) { HasSlots = true };

    /// <summary>A text.</summary>
    public static InputColumn Text(string name, string option) => new("text", name, option, column =>
        column.Kind == Kind.Scalar && !column.IsKey && column.ItemType is TextDataViewType
            ? null
            : "expected text. Join several texts into one before the trainer, or name another column");

    /// <summary>A category.</summary>
    public static InputColumn Key(string name, string option) => new("category", name, option, column =>
        column.Kind == Kind.Scalar && column.IsKey
            ? null
            : $"expected a key. Append mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the trainer");

    /// <summary>Example weights.</summary>
    public static InputColumn Weight(string name, string option) => new("weight", name, option, column =>
        column.Kind == Kind.Scalar && !column.IsKey && column.ItemType == NumberDataViewType.Single
            ? null
            : $"expected Single. Append mlContext.Transforms.Conversion.ConvertType(\"{name}\") before the trainer");

    /// <summary>What tells which rows belong together.</summary>
    public static InputColumn SamplingKey(string name, string option) => new("sampling key", name, option, column =>
        column.Kind == Kind.Scalar && column.ItemType is PrimitiveDataViewType
            ? null
            : "expected one value a row: a key, a text or a number. Name a column that tells which rows belong together");

    private static string? VectorProblem(SchemaShape.Column column)
    {
        if (column.IsKey || column.ItemType != NumberDataViewType.Single)
        {
            return "expected a vector of Single. Convert numbers with Conversion.ConvertType, " +
                   "categories with Categorical.OneHotEncoding and texts with Text.FeaturizeText, " +
                   $"and join them with mlContext.Transforms.Concatenate(\"{column.Name}\", ...) before the trainer";
        }

        return column.Kind switch
        {
            Kind.Vector => null,
            Kind.Scalar => "expected a vector of Single. Append " +
                           $"mlContext.Transforms.Concatenate(\"{column.Name}\", \"{column.Name}\") before the trainer",
            _ => "the size of the vector is unknown, and a network needs a fixed one. Give it in the class that the data are loaded from " +
                 "([VectorType(size)]), or use a transform with an output of fixed size",
        };
    }
}
