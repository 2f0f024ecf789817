using System.Globalization;
using Syre.MLNet.Diagnostics.Rows;
using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>A source of one slot's values, as simulated streams draw them.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Draw">Draws a value.</param>
internal sealed record SlotSource(string Name, Func<Random, float> Draw)
{
    public static SlotSource Continuous { get; } = new("continuous", random => Normal(random, 0));

    /// <summary>
    /// Everything that a slot can be: shares of 256 and of 8 units, nearly always 1, always 1, rounding noise around 0, heavy tails.
    /// </summary>
    public static IReadOnlyList<SlotSource> All { get; } =
    [
        Continuous,
        new("shares of 256 units", random => Active(random, 256, 0.4) / 256f),
        new("shares of 8 units", random => Active(random, 8, 0.9) / 8f),
        new("one of two", random => random.NextSingle() < 0.7f ? 1 : 0),
        new("shares of 100 units, mostly 1", random => random.NextSingle() < 0.6f ? 1 : Active(random, 100, 0.93) / 100f),
        new("all equal", _ => 0.37f),
        new("rounding around 0", random => 3e-7f * random.NextSingle()),
        new("heavy tails", random => (float)Math.Tan(3.1 * (random.NextDouble() - 0.5))),
    ];

    public float[] Take(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Draw(random))];

    /// <summary>A report whose profile is of these rows, one slot after the other.</summary>
    public static CollapseReport Report(bool heldBack, params float[][] slots)
    {
        var values = new float[slots[0].Length, slots.Length];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            for (int row = 0; row < slots[0].Length; row++)
                values[row, slot] = slots[slot][row];
        }
        return new CollapseReport
        {
            Name = "test",
            Rows = slots[0].Length,
            Layers = [],
            RowProfile = RowProfiles.Summarise([.. slots.Select((_, slot) => $"slot{slot}")], 0, values, heldBack),
        };
    }

    /// <summary>The same report as versions wrote it that knew quantiles alone, five digits of each.</summary>
    public static CollapseReport Old(CollapseReport report) => report with
    {
        RowProfile = report.RowProfile! with
        {
            Slots = [.. report.RowProfile.Slots.Select(slot =>
                new SlotProfile(slot.Name, slot.Index, [.. slot.Quantiles.Select(FiveDigits)]))],
        },
    };

    public static float Normal(Random random, double mean) => (float)(mean + ColumnData.Normal(random));

    /// <summary>How many of some units are active: a whole number that is spread as a binomial one is.</summary>
    private static int Active(Random random, int units, double share) =>
        (int)Math.Clamp(Math.Round(units * share + Math.Sqrt(units * share * (1 - share)) * Normal(random, 0)), 0, units);

    private static float FiveDigits(float value) =>
        float.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
