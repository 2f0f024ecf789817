using Microsoft.ML.Data;

namespace Syre.Samples.Tests.Service;

/// <summary>A row of a table that has a column of each common type.</summary>
internal sealed class Fruit
{
    public string Colour { get; set; } = "";

    public float Weight { get; set; }

    public bool Ripe { get; set; }

    public int Seeds { get; set; }

    [VectorType(2)]
    public float[] Size { get; set; } = [];

    public string Kind { get; set; } = "";

    /// <summary>Rows that tell the kinds apart by all columns.</summary>
    public static IEnumerable<Fruit> Rows(int count)
    {
        var random = new Random(5);
        for (int i = 0; i < count; i++)
        {
            int kind = i % 3;
            yield return new Fruit
            {
                Colour = kind == 0 ? "yellow" : random.Next(2) == 0 ? "red" : "green \"dark\"",
                Weight = 100 + (50 * kind) + (20 * random.NextSingle()),
                Ripe = random.Next(3) < kind,
                Seeds = random.Next(1 + (4 * kind)),
                Size = [5 + kind + random.NextSingle(), 7 - kind + random.NextSingle()],
                Kind = new[] { "banana", "apple", "melon" }[kind],
            };
        }
    }

    /// <summary>The row without its label, as clients send it.</summary>
    public Dictionary<string, object?> ToJson() => new()
    {
        [nameof(Colour)] = Colour,
        [nameof(Weight)] = Weight,
        [nameof(Ripe)] = Ripe,
        [nameof(Seeds)] = Seeds,
        [nameof(Size)] = Size,
    };
}
