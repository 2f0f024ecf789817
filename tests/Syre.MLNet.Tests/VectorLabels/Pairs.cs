using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.VectorLabels;

/// <summary>Rows whose label is two numbers of very different units: what the one is made of is of no use for the other.</summary>
internal sealed class Pairs
{
    public const int Inputs = 3;

    [VectorType(Inputs)]
    public float[] Features { get; set; } = [];

    [VectorType(2)]
    public float[] Label { get; set; } = [];

    public float Weight { get; set; } = 1;

    public static Pairs[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] x = [.. Enumerable.Range(0, Inputs).Select(_ => random.NextSingle() * 2 - 1)];
            return new Pairs { Features = x, Label = [First(x), Second(x)] };
        })];
    }

    public static IDataView View(MLContext ml, int count = 300, int seed = 1) => ml.Data.LoadFromEnumerable(Rows(count, seed));

    public static float First(float[] x) => 5_000 + 1_000 * x[0] * x[1];

    public static float Second(float[] x) => 0.01f * (x[2] - x[0]);
}
