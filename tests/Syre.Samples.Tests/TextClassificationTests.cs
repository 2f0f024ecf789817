using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

namespace Syre.Samples.Tests;

/// <summary>
/// The sample runs from beginning to end and what it prints is true: by its invented tickets, and by files of the user's own.
/// </summary>
[TestClass]
public sealed partial class TextClassificationTests
{
    private static readonly ChildApp s_sample = new("TextClassification");
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-text-sample").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void It_compares_three_trainers_and_saves_a_file_that_predicts()
    {
        string path = Path.Combine(_folder, "texts.zip");
        ChildResult result = s_sample.Run("--rows", "400", "--seed", "2", "--save", path);
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        StringAssert.StartsWith(result.Output, "320 texts to train on, 80 to test on, 6 classes");

        double[][] lines = [.. TableLine().Matches(result.Output).Select(line => line.Groups[1].Value
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture))
            .ToArray())];
        Assert.HasCount(3, lines, result.Output);
        foreach (double[] line in lines)
        {
            // Guessing gets a sixth; the tickets that say nothing clear keep all from getting everything.
            Assert.IsTrue(line[0] is > 0.5 and < 1, result.Output);
            Assert.AreEqual(line[0], line[1], 0.1, "The classes are about equally frequent, so macro-F1 is near the accuracy.");
            Assert.IsTrue(line[2] is > 0 and < 1.8, result.Output);
        }
        StringAssert.Contains(result.Output, $"Has ours collapsed? {SyreModelFile.ReadReport(path).Summary}");
        Assert.HasCount(5, PredictionLine().Matches(result.Output), result.Output);
        StringAssert.Contains(result.Output, $"Saved to {path}");
    }

    [TestMethod]
    public void It_reads_files_and_scores_the_rows_of_the_test_file()
    {
        string train = Write("train.tsv", "label\tsource\ttext", Rows(60));
        string test = Write("test.tsv", "text\tlabel", ["a lovely film\tgood", "an awful \"book\tbad"]);
        ChildResult result = s_sample.Run("--data", train, "--test", test, "--save", Path.Combine(_folder, "own.zip"));
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        StringAssert.StartsWith(result.Output, "60 texts to train on, 2 to test on, 2 classes");
        StringAssert.Contains(result.Output, "an awful \"book");

        var ml = new MLContext(1);
        ITransformer model = ml.Model.Load(Path.Combine(_folder, "own.zip"), out _);
        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable([new { Label = "", Text = "a lovely film" }]));
        Assert.AreEqual(2, ((VectorDataViewType)scored.Schema["Score"].Type).Size);
    }

    [TestMethod]
    public void Files_that_it_cannot_read_are_named()
    {
        ChildResult header = s_sample.Run("--data", Write("other.tsv", "class\ttext", []));
        Assert.AreEqual(1, header.ExitCode);
        StringAssert.Contains(header.Errors, "class<TAB>text");
        ChildResult columns = s_sample.Run("--data", Write("short.tsv", "label\ttext", ["good\ta film", "bad"]));
        Assert.AreEqual(1, columns.ExitCode);
        StringAssert.Contains(columns.Errors, "Row 2");
    }

    private static IEnumerable<string> Rows(int count) =>
        Enumerable.Range(0, count).Select(i => i % 2 == 0 ? $"good\tx\ta good and lovely film {i}" : $"bad\tx\tan awful and dull book {i}");

    private string Write(string name, string header, IEnumerable<string> rows)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, [header, .. rows]);
        return path;
    }

    [GeneratedRegex(@"^(?:SyreTextClassification|FeaturizeText \+ \S+) +([\d. ]+) MB\r?$", RegexOptions.Multiline)]
    private static partial Regex TableLine();

    [GeneratedRegex(@"^    \w+ \d+ %, \w+ \d+ %: (right|wrong, it is \w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex PredictionLine();
}
