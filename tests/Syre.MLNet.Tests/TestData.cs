using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests;

/// <summary>
/// Small data sets that are the same on every run. Of four features the first matters most and the last not at all. Three values in ten are
/// zero, so that a sparse layout of the same rows makes sense.
/// </summary>
public static class TestData
{
    public static readonly string[] FeatureNames = ["Important", "Second", "Third", "Noise"];
    public static readonly string[] ClassNames = ["ant", "bee", "cat"];
    private static readonly float[] s_weights = [2f, 0.8f, -0.6f, 0f];

    public static IDataView Binary(MLContext ml, int rows = 240, int seed = 1, bool sparse = false) =>
        View(ml, Examples(rows, seed, sparse, BinaryLabel));

    /// <summary>Three classes; the label is a key whose values are <paramref name="keyValues"/> (class names unless given).</summary>
    public static IDataView Multiclass(MLContext ml, int rows = 240, int seed = 1, bool sparse = false, Array? keyValues = null) =>
        View(ml, Examples(rows, seed, sparse, MulticlassLabel), keyValues ?? ClassNames);

    public static IDataView Regression(MLContext ml, int rows = 240, int seed = 1, bool sparse = false) =>
        View(ml, Examples(rows, seed, sparse, RegressionLabel));

    public static bool BinaryLabel(float signal) => signal > 0;

    /// <summary>Counted from 0, as ML.NET wants keys in a user's class; in the view 0 means missing.</summary>
    public static uint MulticlassLabel(float signal) => signal < -0.8f ? 0u : signal < 0.8f ? 1u : 2u;

    /// <summary>Positive, so that Poisson regression can be trained on it too.</summary>
    public static float RegressionLabel(float signal) => MathF.Exp(signal / 2);

    /// <summary>Rows whose label is a function of the weighted sum of their features.</summary>
    public static List<Example<TLabel>> Examples<TLabel>(int rows, int seed, bool sparse, Func<float, TLabel> label)
    {
        var random = new Random(seed);
        var examples = new List<Example<TLabel>>(rows);
        for (int row = 0; row < rows; row++)
        {
            float[] values = [.. s_weights.Select(_ => random.NextSingle() < 0.3f ? 0f : random.NextSingle() * 4 - 2)];
            float signal = values.Zip(s_weights, (value, weight) => value * weight).Sum() + (random.NextSingle() - 0.5f) * 0.2f;
            examples.Add(new Example<TLabel>
            {
                Label = label(signal),
                Features = sparse ? Sparse(values) : new VBuffer<float>(values.Length, values),
                Weight = random.NextSingle() < 0.5f ? 0.2f : 2f,
                Group = $"group {row % 12}",
            });
        }

        return examples;
    }

    /// <summary>The examples as a view: slot names on the features, and a label of type uint becomes a key with values.</summary>
    public static IDataView View<TLabel>(MLContext ml, IReadOnlyList<Example<TLabel>> examples, Array? keyValues = null)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example<TLabel>));
        int size = examples.Count == 0 ? FeatureNames.Length : examples[0].Features.Length;
        SchemaDefinition.Column features = schema[nameof(Example<TLabel>.Features)];
        features.ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        if (size == FeatureNames.Length)
            features.AddAnnotation("SlotNames", Texts(FeatureNames), new VectorDataViewType(TextDataViewType.Instance, size));

        if (typeof(TLabel) == typeof(uint))
        {
            SchemaDefinition.Column label = schema[nameof(Example<TLabel>.Label)];
            label.ColumnType = new KeyDataViewType(typeof(uint), ClassNames.Length);
            if (keyValues is string[] names)
            {
                label.AddAnnotation("KeyValues", Texts(names), new VectorDataViewType(TextDataViewType.Instance, names.Length));
            }
            else if (keyValues is float[] { Length: > 0 } numbers)
            {
                label.AddAnnotation("KeyValues", new VBuffer<float>(numbers.Length, numbers),
                    new VectorDataViewType(NumberDataViewType.Single, numbers.Length));
            }
        }

        return ml.Data.LoadFromEnumerable(examples, schema);
    }

    private static VBuffer<ReadOnlyMemory<char>> Texts(string[] texts) => new(texts.Length, [.. texts.Select(text => text.AsMemory())]);

    private static VBuffer<float> Sparse(float[] values)
    {
        int[] indices = [.. Enumerable.Range(0, values.Length).Where(i => values[i] != 0)];
        return new VBuffer<float>(values.Length, indices.Length, [.. indices.Select(i => values[i])], indices);
    }
}
