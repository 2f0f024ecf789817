using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tables;

/// <summary>Whatever is in a file: features are never missing, as many as the plan says, and the same from the saved file.</summary>
[TestClass]
public sealed class RandomTableTests
{
    private static readonly string[] s_odd =
    [
        "", " ", "NaN", "?", "a,b", "say \"x\"", "two\nlines", "ключ", "0", "007", "-1e-3", "1e39", "2020-02-30", "2020-02-29", "true", "∞",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("syre-random-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Features_of_any_table_are_numbers_and_as_many_as_planned()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            Func<string>[] columns = [() => $"{random.Next(100)}", .. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Column(random))];
            int rows = random.Next(20, 150);
            var ml = new MLContext(seed: 1);
            IDataView table = ml.Data.LoadTable(
                Write(columns, rows), options: new TableFileOptions { HasHeader = true, InferenceRows = rows });
            var options = new FeaturizeTableOptions
            {
                MinimumLevelRows = random.Next(1, 8),
                Columns = new Dictionary<string, TableColumnKind> { ["c0"] = TableColumnKind.Number },
            };
            FeaturizedTable features = FeaturizedTable.Fit(table, options);
            Assert.HasCount(features.Model.Plan.Slots, features.SlotNames, $"seed {seed}: {features.Model.Plan}");
            Check(features, table, $"seed {seed}, training rows");
            // Others of other kinds than the columns were: what does not fit is missing, or was never seen.
            Func<string>[] others = [columns[0], .. columns[1..].Select(_ => Column(random))];
            Check(features, ml.Data.LoadTable(Write(others, 30), table.Schema), $"seed {seed}, other rows");
        }
    }

    private static void Check(FeaturizedTable features, IDataView rows, string what)
    {
        float[][] memory;
        try
        {
            memory = Values.Rows(features.Model.Transform(rows), "Features");
        }
        catch (InvalidOperationException e) when (e.ToString().Contains("Could not parse value", StringComparison.Ordinal))
        {
            return;
        }
        Values.MustBeSame(memory, Values.Rows(features.Reloaded.Transform(rows), "Features"), 0, what);
        foreach (float[] row in memory)
        {
            Assert.IsTrue(!Array.Exists(row, float.IsNaN), $"{what}: {string.Join(", ", row)}");
            foreach (int[] range in features.View.Schema["Features"].Annotations.Schema.Any(kind => kind.Name == "CategoricalSlotRanges")
                ? features.Ranges.Chunk(2) : [])
            {
                Assert.IsTrue(row[range[0]..(range[1] + 1)].Sum() is 0 or 1, $"{what}: {string.Join(", ", row)}");
            }
        }
    }

    /// <summary>A column of one kind, in some of which odd values occur.</summary>
    private static Func<string> Column(Random random)
    {
        double odd = random.Next(2) == 0 ? 0 : random.NextDouble() * 0.3;
        int kind = random.Next(8), running = 0;
        return () => random.NextDouble() < odd ? s_odd[random.Next(s_odd.Length)] : kind switch
        {
            0 => $"{random.Next(5)}",
            1 => random.NextDouble().ToString(CultureInfo.InvariantCulture),
            2 => $"level {random.Next(6)}",
            3 => DateTime.UnixEpoch.AddDays(random.Next(20_000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            4 => $"{20000000 + random.Next(1, 13) * 100 + random.Next(1, 29)}",
            5 => $"row {running++}",
            6 => random.Next(2) == 0 ? "true" : "false",
            _ => $"some words number {random.Next()} of a text",
        };
    }

    private string Write(Func<string>[] columns, int rows)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():n}.csv");
        File.WriteAllLines(path, Enumerable.Range(0, rows)
            .Select(_ => string.Join(',', columns.Select(column => $"\"{column().Replace("\"", "\"\"")}\"")))
            .Prepend(string.Join(',', columns.Select((_, i) => $"c{i}"))));
        return path;
    }
}
