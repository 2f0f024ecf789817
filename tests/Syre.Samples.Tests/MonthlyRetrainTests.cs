using System.Globalization;
using System.Text.RegularExpressions;

namespace Syre.Samples.Tests;

/// <summary>The sample goes from file to file, and says what it gave.</summary>
[TestClass]
public sealed partial class MonthlyRetrainTests
{
    private static readonly ChildApp s_sample = new("MonthlyRetrain");

    [TestMethod]
    public void A_few_months_are_learnt_by_every_arm_and_a_page_is_written()
    {
        string page = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.html");
        try
        {
            ChildResult result = s_sample.Run("wires", "--months", "4", "--epochs", "8", "--page", page);
            Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
            double[] last = [.. ArmLine().Matches(result.Output).Select(line => Number(line.Groups[1].Value))];
            Assert.HasCount(6, last, result.Output);
            Assert.IsTrue(Array.TrueForAll(last, accuracy => accuracy > 0.8), result.Output);
            Assert.HasCount(5, PlasticityLine().Matches(result.Output), result.Output);
            StringAssert.Contains(File.ReadAllText(page), "Losses on held-back rows");
        }
        finally
        {
            File.Delete(page);
        }
    }

    [TestMethod]
    public void A_stream_whose_file_is_not_there_is_told_of()
    {
        ChildResult result = s_sample.Run("electricity", "--data", "nowhere");
        Assert.AreEqual(1, result.ExitCode);
        StringAssert.Contains(result.Errors, "--data");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  (?:anew|carried|Rescue).*?(\d\.\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex ArmLine();

    [GeneratedRegex("plasticity (?:kept|lost)")]
    private static partial Regex PlasticityLine();
}
