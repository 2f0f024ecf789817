using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>A row of which features may be missing.</summary>
internal sealed class HoledRow
{
    public VBuffer<float> Features { get; set; }

    public bool IsHigh { get; set; }

    public uint Class { get; set; }

    public float Number { get; set; }

    /// <summary>
    /// Rows of which the features in slots 0 and 1 are missing now and then, and those in 2 and 3 never. All labels depend on slots 0 and
    /// 2, and on whether 1 is missing.
    /// </summary>
    /// <param name="slots">Slots of a row: 4, or more than 512 for rows that are stored sparse.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="seed">Seed of their numbers.</param>
    public static List<HoledRow> Examples(int slots, int count = 240, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] values = [.. Enumerable.Range(0, 4).Select(slot => random.NextSingle() * 4 - 2 + slot)];
            bool isLess = random.Next(6) == 0, isMore = random.Next(4) == 0;
            float signal = (isLess ? 0 : values[0]) + (values[2] - 2) * 0.5f + (isMore ? 3 : 0);
            values[0] = isLess ? float.NaN : values[0];
            values[1] = isMore ? float.NaN : values[1];
            return new HoledRow
            {
                Features = slots == 4 ? new(4, values) : new VBuffer<float>(slots, 4, values, [0, 10, 200, slots - 1]),
                IsHigh = signal > 0.5f,
                Class = signal < -0.5f ? 0u : signal < 1 ? 1u : 2u,
                Number = 10 * signal,
            };
        })];
    }

    public static IDataView View(MLContext ml, IReadOnlyList<HoledRow> rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(HoledRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        schema[nameof(Class)].ColumnType = new KeyDataViewType(typeof(uint), 3);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>This row with another value of a feature.</summary>
    public HoledRow With(int slot, float value)
    {
        float[] values = [.. Features.DenseValues()];
        values[slot] = value;
        return new HoledRow { Features = new(values.Length, values), IsHigh = IsHigh, Class = Class, Number = Number };
    }
}
