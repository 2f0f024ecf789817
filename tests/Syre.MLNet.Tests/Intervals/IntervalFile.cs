using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.WarmStart;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>Columns of a model and of the file that it saves.</summary>
internal static class IntervalFile
{
    public static float[][] Sets(IDataView scored) =>
        [.. Small.Column<VBuffer<float>>(scored, "PredictedSet").Select(set => set.DenseValues().ToArray())];

    public static ITransformer Loaded(ITransformer model, DataViewSchema schema)
    {
        using var file = new TemporaryModel();
        file.Save(model, schema);
        return new MLContext().Model.LoadSurely(file.Path, out _);
    }

    /// <summary>What a saved model computes of its own scores, and those are a network's within rounding.</summary>
    public static void FileGivesTheSame(ITransformer model, IDataView data, params string[] columns)
    {
        ITransformer loaded = Loaded(model, data.Schema);
        foreach (string column in columns)
        {
            float[] expected = Numbers(model.Transform(data), column), actual = Numbers(loaded.Transform(data), column);
            for (int i = 0; i < expected.Length; i++)
                Assert.AreEqual(expected[i], actual[i], 1e-4 * (1 + Math.Abs(expected[i])), $"{column}, {i}");
        }
        (loaded as IDisposable)?.Dispose();
    }

    private static float[] Numbers(IDataView data, string column) => data.Schema[column].Type is VectorDataViewType
        ? [.. Small.Column<VBuffer<float>>(data, column).SelectMany(row => row.DenseValues())]
        : Small.Column<float>(data, column);
}
