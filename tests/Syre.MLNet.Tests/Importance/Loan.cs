using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Importance;

/// <summary>A row of columns of many types. The label depends on the city and the amount alone.</summary>
public sealed class Loan
{
    private static readonly string[] s_cities = ["Bern", "Rome", "Oslo", "Kyiv"];

    public string Outcome { get; set; } = "";

    public float Delay { get; set; }

    public string City { get; set; } = "";

    public double Amount { get; set; }

    public DateTime Signed { get; set; }

    [KeyType(7)] public uint Branch { get; set; }

    [VectorType(3)] public float[] Readings { get; set; } = [];

    public string Id { get; set; } = "";

    public float Weight { get; set; } = 1;

    public static IDataView Table(MLContext ml, int rows = 400, int seed = 1)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row =>
        {
            int city = random.Next(s_cities.Length);
            double amount = random.NextDouble() * 1000;
            double risk = (city is 1 or 3 ? 1.0 : -1.0) + (amount - 500) / 300;
            return new Loan
            {
                Outcome = risk > 0 ? "bad" : "good",
                Delay = (float)risk,
                City = s_cities[city],
                Amount = amount,
                Signed = new DateTime(2020, 1, 1).AddDays(random.Next(900)),
                Branch = (uint)random.Next(7),
                Readings = [random.NextSingle(), random.NextSingle(), random.NextSingle()],
                Id = $"loan {row}",
                Weight = random.Next(1, 4),
            };
        }).ToList());
    }
}
