using Microsoft.ML;
using Microsoft.ML.Data;

namespace Leaderboard.Sets;

/// <summary>A set in memory, split.</summary>
/// <param name="Description">Where it is from.</param>
/// <param name="Train">The training rows.</param>
/// <param name="Test">The test rows.</param>
internal sealed record LoadedSet(DataSet Description, IReadOnlyList<Row> Train, IReadOnlyList<Row> Test)
{
    /// <summary>Whether the rows have a text.</summary>
    public bool HasText => Description.Text.Count > 0;

    /// <summary>Number of columns of numbers.</summary>
    public int Numbers => Train[0].Numbers.Length;

    /// <summary>Number of columns of categories.</summary>
    public int Categories => Train[0].Categories.Length;

    /// <summary>Number of classes in the training rows.</summary>
    public int Classes => Train.Select(row => row.Label).Distinct().Count();

    /// <summary>Rows as a view that has the columns of this set only.</summary>
    public IDataView View(MLContext mlContext, IReadOnlyList<Row> rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        if (!HasText)
            schema.Remove(schema[nameof(Row.Text)]);
        Vector(nameof(Row.Numbers), Numbers, NumberDataViewType.Single);
        Vector(nameof(Row.Categories), Categories, TextDataViewType.Instance);
        return mlContext.Data.LoadFromEnumerable(rows, schema);

        void Vector(string name, int size, PrimitiveDataViewType type)
        {
            if (size == 0)
                schema.Remove(schema[name]);
            else
                schema[name].ColumnType = new VectorDataViewType(type, size);
        }
    }
}
