using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Tables;

/// <summary>A row of a table that has a column of every kind.</summary>
public sealed class Customer
{
    private static readonly string[] s_colours = ["red", "green", "blue", "red", "red", ""];

    public string CustomerId { get; set; } = "";

    public float Age { get; set; }

    public double Income { get; set; }

    public string Colour { get; set; } = "";

    public bool Member { get; set; }

    public string Since { get; set; } = "";

    [KeyType(3)]
    public uint Region { get; set; }

    public string Charge { get; set; } = "";

    public float Weight { get; set; }

    /// <summary>Rows that are the same on every run.</summary>
    public static Customer[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row => new Customer
        {
            CustomerId = $"C-{row:d5}",
            Age = row % 7 == 3 ? float.NaN : random.Next(18, 90),
            Income = Math.Round(random.NextDouble() * 1e5, 2),
            Colour = s_colours[random.Next(s_colours.Length)],
            Member = random.Next(2) == 0,
            Since = new DateTime(2020, 1, 1).AddHours(random.Next(20_000)).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            Region = (uint)random.Next(3),
            Charge = row % 11 == 5 ? " " : FormattableString.Invariant($"{random.Next(1000) / 8.0}"),
            Weight = random.Next(1, 3),
        })];
    }

    /// <summary>The rows as a view.</summary>
    public static IDataView View(MLContext ml, int count = 200) => ml.Data.LoadFromEnumerable(Rows(count));
}
