using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.Samples.Tests;

/// <summary>The sample takes a file of each kind of label to a model that predicts from its own file.</summary>
[TestClass]
public sealed partial class RawTableTests
{
    private static readonly ChildApp s_sample = new("RawTable");
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-raw-table").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Its_own_table_is_featurized_learnt_and_saved()
    {
        ChildResult result = s_sample.Run();
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        StringAssert.Contains(result.Output, "'bad' is true");
        double[] areas = [.. TableLine().Matches(result.Output)
            .Select(line => double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture))];
        Assert.HasCount(2, areas, result.Output);
        Assert.IsTrue(Array.TrueForAll(areas, area => area is > 0.65 and < 0.9), result.Output);
        StringAssert.Contains(result.Output, "it rises without\n  checking_status ", "the column that matters most");
        StringAssert.Contains(result.Output, "Saved model.zip");
        string page = File.ReadAllText(PageLine().Match(result.Output).Groups[1].Value);
        foreach (string said in new[] { "binary: predicts 'class'", "checking_status", "What all predictions go by" })
            StringAssert.Contains(page, said);
    }

    [TestMethod]
    [DataRow("Key")]
    [DataRow("Number")]
    public void A_file_of_ones_own_is_taken(string kind)
    {
        string path = Path.Combine(_folder, "table.csv"), model = Path.Combine(_folder, "own.zip");
        var random = new Random(1);
        string name = kind == "Key" ? "class " : "";
        File.WriteAllLines(path, Enumerable.Range(0, 300).Select(_ => random.Next(3)).Select(level =>
                string.Create(CultureInfo.InvariantCulture, $"{name}{level},{level + random.NextDouble() / 4},c{level}"))
            .Prepend("target,size,colour"));
        ChildResult result = s_sample.Run(path, "target", kind, model);
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        ITransformer loaded = new MLContext(1).Model.Load(model, out DataViewSchema schema);
        Assert.AreSequenceEqual(["target", "size", "colour"], schema.Select(column => column.Name));
        DataViewType score = loaded.GetOutputSchema(schema)["Score"].Type;
        Assert.AreEqual(kind == "Key" ? 3 : 1, score is VectorDataViewType vector ? vector.Size : 1);
        (loaded as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void What_it_does_not_understand_is_answered_with_its_usage()
    {
        ChildResult result = s_sample.Run("table.csv", "target", "Something");
        Assert.AreEqual(2, result.ExitCode);
        StringAssert.StartsWith(result.Errors, "usage:");
    }

    [GeneratedRegex(@"^  (?:SyreNetwork|LightGbm) +([\d.]+) +([\d.]+) +([\d.]+) +[\d.]+\r?$", RegexOptions.Multiline)]
    private static partial Regex TableLine();

    [GeneratedRegex(@"as a page: (.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex PageLine();
}
