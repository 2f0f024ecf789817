using Microsoft.ML.Data;

namespace Syre.Benchmarks;

/// <summary>A row of 32 numbers in one of three classes.</summary>
internal sealed class Example
{
    /// <summary>Size of <see cref="Features"/>.</summary>
    public const int Inputs = 32;

    /// <summary>The features, uniform on [-1, 1).</summary>
    [VectorType(Inputs)]
    public float[] Features { get; set; } = [];

    /// <summary>The class, from 0 (ML.NET reads a key of a class so, and counts it from 1 itself).</summary>
    [KeyType(3)]
    public uint Label { get; set; }

    /// <summary>Rows in memory; the class is that of the largest of three noisy sums of products of features.</summary>
    public static Example[] Create(int rows)
    {
        var random = new Random(1);
        var examples = new Example[rows];
        for (int row = 0; row < rows; row++)
        {
            var features = new float[Inputs];
            var sums = new double[3];
            for (int i = 0; i < Inputs; i++)
            {
                features[i] = 2 * random.NextSingle() - 1;
                sums[i % 3] += i < 3 ? random.NextDouble() : features[i] * features[i - 3];
            }
            examples[row] = new Example { Features = features, Label = (uint)Array.IndexOf(sums, sums.Max()) };
        }
        return examples;
    }
}
