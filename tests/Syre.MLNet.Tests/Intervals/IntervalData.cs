using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>Rows whose noise is known, so that no network can be sure: a number, its exponential, or a class.</summary>
internal static class IntervalData
{
    public static IDataView Numbers(MLContext ml, int rows, int seed) => ml.Data.LoadFromEnumerable(Draw(rows, seed).Select(
        row => new NumberRow { Features = row.X, Label = (float)row.Noisy, Price = (float)Math.Exp(2 + row.Noisy), Weight = row.Weight }));

    public static IDataView Booleans(MLContext ml, int rows, int seed) => ml.Data.LoadFromEnumerable(Draw(rows, seed).Select(
        row => new BooleanRow { Features = row.X, Label = row.Noisy > 0.7, Weight = row.Weight }));

    /// <summary>Four classes, of which the last is rare.</summary>
    public static IDataView Classes(MLContext ml, int rows, int seed)
    {
        IDataView numbered = ml.Data.LoadFromEnumerable(Draw(rows, seed).Select(row => new ClassRow
        {
            Features = row.X,
            Label = row.Noisy < -1 ? "ant" : row.Noisy < 0 ? "bee" : row.Noisy < 1.6 ? "cat" : "dog",
            Weight = row.Weight,
        }));
        return ml.Transforms.Conversion.MapValueToKey(
            "Label", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(numbered)
            .Transform(numbered);
    }

    private static IEnumerable<(float[] X, double Noisy, float Weight)> Draw(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            float[] x = [Normal(), Normal(), Normal()];
            double signal = x[0] + Math.Sin(2 * x[1]);
            return (x, signal + 0.5 * Normal() * (1 + Math.Abs(x[0])), 0.2f + 2 * random.NextSingle());
        })];

        float Normal() =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    private sealed class NumberRow
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Price { get; set; }

        public float Weight { get; set; }
    }

    private sealed class BooleanRow
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Weight { get; set; }
    }

    private sealed class ClassRow
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";

        public float Weight { get; set; }
    }
}
