using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AnomalyScoreSample;

/// <summary>Rows in memory: their features and their classes.</summary>
/// <param name="Features">The features of each.</param>
/// <param name="Classes">The class of each, from 1.</param>
internal sealed record Table(float[][] Features, uint[] Classes)
{
    /// <summary>Reads featurized rows.</summary>
    public static Table Read(IDataView rows, string label) =>
        new([.. rows.GetColumn<float[]>("Features")], [.. rows.GetColumn<uint>(label)]);

    /// <summary>The names of the classes of a key whose values are texts or numbers.</summary>
    public static string[] ClassNames(DataViewSchema.Column label)
    {
        return label.Annotations.Schema["KeyValues"].Type is VectorDataViewType { ItemType: TextDataViewType }
            ? Names<ReadOnlyMemory<char>>()
            : Names<float>();

        string[] Names<T>()
        {
            VBuffer<T> values = default;
            label.GetKeyValues(ref values);
            return [.. values.DenseValues().Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];
        }
    }

    /// <summary>The rows but those of a class, with the column <c>Features</c> alone.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="without">The class; 0 for none.</param>
    public IDataView View(MLContext mlContext, uint without = 0)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Features[0].Length);
        return mlContext.Data.LoadFromEnumerable(
            Features.Where((_, row) => Classes[row] != without).Select(features => new Row { Features = features }), schema);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
