using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.Tests.EngineBits;

/// <summary>A row of a sparse column, of whose slots few differ from 0.</summary>
internal sealed class SparseRow
{
    private const int Rows = 300, Slots = 2000, Used = 60, Entries = 4;

    [VectorType(Slots)]
    public VBuffer<float> Features { get; set; }

    public float Number { get; set; }

    public float LargeNumber { get; set; }

    /// <summary>Rows that are the same everywhere.</summary>
    public static IDataView View(MLContext ml) => ml.Data.LoadFromEnumerable(Examples(missing: 0));

    /// <summary>The same, of whose slots the first few may be missing.</summary>
    public static IDataView HoledView(MLContext ml) => ml.Data.LoadFromEnumerable(Examples(missing: 5));

    private static List<SparseRow> Examples(int missing)
    {
        var random = new Random(6);
        return [.. Enumerable.Range(0, Rows).Select(row =>
        {
            int[] slots = [.. Enumerable.Range(0, Entries).Select(_ => random.Next(Used)).Distinct().Order()];
            float[] values = [.. slots.Select(_ => 0.5f + random.NextSingle())];
            float number = 0;
            for (int at = 0; at < slots.Length; at++)
                number += (slots[at] % 7 - 3) * values[at];
            for (int at = 0; at < slots.Length; at++)
                values[at] = slots[at] < missing && row % 2 == 0 ? float.NaN : values[at];
            return new SparseRow
            {
                Features = new VBuffer<float>(Slots, slots.Length, values, [.. slots.Select(slot => 30 * slot)]),
                Number = number,
                LargeNumber = 300 * number + 50,
            };
        })];
    }
}
