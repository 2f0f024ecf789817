using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>Columns of vectors whose structure is known.</summary>
internal static class ColumnData
{
    /// <summary>Independent standard normal entries.</summary>
    public static float[][] Normal(int rows, int width, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, width).Select(_ => (float)Normal(random)).ToArray())];
    }

    /// <summary>
    /// Rows whose difference from <paramref name="mean"/> lies in the first <paramref name="directions"/> unit vectors after a rotation in
    /// pairs, with deviations 1, 1/2, 1/3, ….
    /// </summary>
    public static float[][] InSubspace(int rows, int width, int directions, float mean = 3, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            var row = new float[width];
            for (int d = 0; d < directions; d++)
            {
                double score = Normal(random) / (d + 1);
                // Direction d is (e_d + e_(width − 1 − d))/√2.
                row[d] += (float)(score / Math.Sqrt(2));
                row[width - 1 - d] += (float)(score / Math.Sqrt(2));
            }
            return Array.ConvertAll(row, value => value + mean);
        })];
    }

    /// <summary>Rows of some entries among many slots.</summary>
    public static VBuffer<float>[] Sparse(int rows, int width, int entries, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            // Slots near 0 are frequent, those far away rare, as words are.
            int[] slots = [.. Enumerable.Range(0, entries).Select(_ => (int)(width * Math.Pow(random.NextDouble(), 4))).Distinct().Order()];
            return new VBuffer<float>(width, slots.Length, [.. slots.Select(_ => (float)(0.5 + random.NextDouble()))], slots);
        })];
    }

    /// <summary>The rows as a column <c>Features</c>.</summary>
    public static IDataView View(MLContext ml, float[][] rows) =>
        View(ml, [.. rows.Select(row => new VBuffer<float>(row.Length, row))], rows.Length == 0 ? 1 : rows[0].Length);

    /// <summary>The rows as a column <c>Features</c>.</summary>
    public static IDataView View(MLContext ml, VBuffer<float>[] rows, int width)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable([.. rows.Select(row => new Row { Features = row })], schema);
    }

    /// <summary>A standard normal number.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed class Row
    {
        public VBuffer<float> Features { get; set; }
    }
}
