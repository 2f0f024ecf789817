using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.Tests.EngineBits;

/// <summary>A row with a label for every task.</summary>
internal sealed class TableRow
{
    private const int Rows = 300;

    [VectorType(5)]
    public float[] Features { get; set; } = [];

    public bool IsHigh { get; set; }

    [KeyType(3)]
    public uint Class { get; set; }

    public float Number { get; set; }

    public float LargeNumber { get; set; }

    [VectorType(2)]
    public float[] Numbers { get; set; } = [];

    public float Weight { get; set; }

    /// <summary>
    /// Rows that are the same everywhere: a random feature, one of large numbers, one of few values, a constant and noise.
    /// </summary>
    public static IDataView View(MLContext ml) => ml.Data.LoadFromEnumerable(Examples());

    /// <summary>The same, of which some features are missing.</summary>
    public static IDataView HoledView(MLContext ml)
    {
        List<TableRow> rows = Examples();
        for (int row = 0; row < rows.Count; row += 3)
            rows[row].Features[row % 2 * 3] = float.NaN;
        return ml.Data.LoadFromEnumerable(rows);
    }

    private static List<TableRow> Examples()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, Rows).Select(_ =>
        {
            float a = random.NextSingle() * 2 - 1, b = random.NextSingle() * 2 - 1;
            int few = random.Next(4);
            float number = 3 * a * b + few - b * b + 0.25f * random.NextSingle();
            return new TableRow
            {
                Features = [a, 1000 * b, few, 4, random.NextSingle()],
                IsHigh = number > 1,
                Class = number < 0.5f ? 0u : number < 2 ? 1u : 2u,
                Number = number,
                LargeNumber = 300 * number + 50,
                Numbers = [number, 10 * a - few],
                Weight = random.Next(3),
            };
        })];
    }
}
