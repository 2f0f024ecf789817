using System.Globalization;

namespace MonthlyRetrain;

/// <summary>Writes what the arms gave.</summary>
internal static class Summary
{
    /// <summary>A line for each arm: the mean of all its months, of the second half, and of the last three; over the seeds.</summary>
    public static void Write(IMonthlyStream stream, IReadOnlyDictionary<Arm, List<IReadOnlyList<double>>> results)
    {
        int half = stream.Months - stream.Months / 2;
        string measure = stream.MeasureName + (stream.MoreIsBetter ? "" : ", less is better");
        Console.WriteLine($"{measure,-26}{"all months",12}{"second half",18}{"last three",12}");
        double[] anew = [.. results.First().Value.Select(seed => seed.TakeLast(half).Average())];
        foreach ((Arm arm, List<IReadOnlyList<double>> seeds) in results)
        {
            double[] second = [.. seeds.Select(seed => seed.TakeLast(half).Average())];
            string all = arm.Worn is null ? Number(seeds.Average(seed => seed.Average())) : "";
            double[] differences = [.. second.Zip(anew, (one, other) => one - other)];
            string against = arm.CarriesOn ? $"({differences.Average().ToString("+0.000;-0.000", CultureInfo.InvariantCulture)})" : "";
            Console.WriteLine($"  {arm.Name,-24}{all,12}{Number(second.Average()) + " " + against,18}" +
                $"{Number(seeds.Average(seed => seed.TakeLast(3).Average())),12}");
        }
        Console.WriteLine("  (in brackets: difference to the networks that are trained anew)");
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
}
