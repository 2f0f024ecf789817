using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>Networks and data that train in a fraction of a second.</summary>
internal static class Small
{
    public static SyreNetworkOptions Options { get; } = new()
    {
        Members = 1, HiddenLayers = [16, 16], Epochs = 6, BatchSize = 32, Threads = 1, Device = "cpu",
    };

    public static SyreNetworkTransformer FitBinary(SyreNetworkOptions options, int mlSeed = 1, int rows = 240)
    {
        var ml = new MLContext(mlSeed);
        return ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(TestData.Binary(ml, rows));
    }

    public static float[] Scores(ITransformer model, IDataView data) => Column<float>(model.Transform(data), "Score");

    public static float[] VectorScores(ITransformer model, IDataView data) =>
        Column<VBuffer<float>>(model.Transform(data), "Score").SelectMany(score => score.DenseValues()).ToArray();

    public static T[] Column<T>(IDataView data, string name)
    {
        DataViewSchema.Column column = data.Schema[name];
        List<T> values = [];
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }
        return [.. values];
    }
}
