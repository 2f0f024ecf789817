using System.Globalization;
using System.Text.RegularExpressions;

namespace Syre.Samples.Tests;

/// <summary>
/// The sample tells a class that was not trained on, by errors of reconstruction better than by the distance to the mean.
/// </summary>
[TestClass]
public sealed partial class AnomalyScoreTests
{
    private static readonly ChildApp s_sample = new("AnomalyScore");
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-anomaly").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    /// <summary>Two kinds of rows lie on lines; those of the third are within their reach, and on no line.</summary>
    [TestMethod]
    public void A_table_of_ones_own_is_taken_and_rows_off_its_structure_are_told()
    {
        Write("train.csv", 150, seed: 1);
        Write("test.csv", 60, seed: 2);
        ChildResult result = s_sample.Run("1", Path.Combine(_folder, "train.csv"), Path.Combine(_folder, "test.csv"), "kind");
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        StringAssert.Contains(result.Output, "450 training and 180 test rows of 6 features;");
        double[] areas = [.. NoneLine().Match(result.Output).Groups[1].Captures
            .Select(area => double.Parse(area.Value, CultureInfo.InvariantCulture))];
        Assert.HasCount(4, areas, result.Output);
        Assert.IsTrue(areas[2] > 0.9 && areas[2] > areas[0] + 0.2, result.Output);
        StringAssert.Contains(result.Output, "seconds");
    }

    [TestMethod]
    public void What_it_does_not_understand_is_answered_with_its_usage()
    {
        foreach (string[] arguments in new string[][] { ["0"], ["none"], ["1", "train.csv"] })
        {
            ChildResult result = s_sample.Run(arguments);
            Assert.AreEqual(2, result.ExitCode);
            StringAssert.StartsWith(result.Errors, "usage:");
        }
    }

    private void Write(string file, int count, int seed)
    {
        var random = new Random(seed);
        File.WriteAllLines(Path.Combine(_folder, file), Enumerable.Range(0, 3 * count).Select(row =>
        {
            double at = 2 * random.NextDouble() - 1;
            string kind = row % 3 == 0 ? "rising" : row % 3 == 1 ? "falling" : "none";
            IEnumerable<double> values = Enumerable.Range(0, 6).Select(slot => kind switch
            {
                "rising" => at * (1 + slot % 3),
                "falling" => slot % 2 == 0 ? at : -2 * at,
                _ => 2 * random.NextDouble() - 1,
            } + 0.02 * random.NextDouble());
            return $"{kind},{string.Join(',', values.Select(value => value.ToString("r", CultureInfo.InvariantCulture)))}";
        }).Prepend("kind,a,b,c,d,e,f"));
    }

    [GeneratedRegex(@"^none(?: +(\d\.\d+)){4}\r?$", RegexOptions.Multiline)]
    private static partial Regex NoneLine();
}
