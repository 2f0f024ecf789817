using System.Globalization;
using System.IO.Compression;
using SkiaSharp;

namespace Syre.Samples.Tests;

/// <summary>The leaderboard finds sets, trains what is left to train, records what fails, and writes its tables.</summary>
[TestClass]
public sealed class LeaderboardTests
{
    private const string Board =
        """
        {
          "title": "Two small sets", "ours": "syre", "baselines": ["sdca"],
          "undescribed": { "label": "label", "text": ["text"] },
          "sets": [{ "name": "split", "split": "files", "train": "train.tsv", "test": "test.tsv", "text": ["text"] }],
          "trainers": [
            { "name": "syre", "title": "ours", "kind": "SyreTextClassification", "options": { "Epochs": 2, "Syre": { "Mode": "Plain" } } },
            { "name": "broken", "title": "a broken one", "kind": "SyreTextClassification", "options": { "Epochs": 0 } },
            { "name": "sdca", "title": "SDCA", "kind": "SdcaMaximumEntropy", "options": { "MaximumNumberOfIterations": 5 } }
          ]
        }
        """;

    private const string TablesBoard =
        """
        {
          "title": "Three tables", "ours": "syre", "baselines": ["stopped", "tree", "linear"],
          "sets": [
            { "name": "credit_g", "task": "binary", "split": "index", "label": "class" },
            { "name": "diamonds", "task": "regression", "split": "index", "label": "price", "ignored": ["x"] },
            { "name": "segment", "split": "files", "label": "class" }
          ],
          "trainers": [
            { "name": "syre", "title": "ours", "kind": "SyreNetwork", "options": { "Members": 1, "Epochs": 2 } },
            { "name": "stopped", "title": "stopped", "kind": "LightGbm",
              "options": { "NumberOfIterations": 9, "EarlyStoppingRound": 2, "Booster": { "SubsampleFraction": 0.5 } },
              "regressionOptions": { "NumberOfIterations": 8 } },
            { "name": "tree", "title": "FastTree", "kind": "FastTree", "options": { "NumberOfTrees": 5 } },
            { "name": "forest", "title": "FastForest", "kind": "FastForest", "options": { "NumberOfTrees": 5 } },
            { "name": "linear", "title": "Linear", "kind": "Linear", "normalize": true }
          ]
        }
        """;

    private static readonly ChildApp s_board = new("Leaderboard");
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-leaderboard").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void It_trains_what_is_left_and_writes_tables_and_a_picture()
    {
        Write("split/train.tsv", Rows(60));
        Write("split/test.tsv", Rows(10));
        Write("split/valid.tsv", ["neither trained on nor tested on"]);
        Write("whole/data.tsv.gz", Rows(100));
        Write("notes/README.md", ["no set"]);
        File.WriteAllText(In("small.json"), Board);

        ChildResult first = Run();
        StringAssert.StartsWith(first.Output, "6 runs, 6 of them left");
        string[] results = File.ReadAllLines(In("out/small.jsonl"));
        Assert.HasCount(6, results);
        Assert.AreEqual(2, results.Count(line => line.Contains("\"error\":")), string.Join('\n', results));

        string markdown = File.ReadAllText(In("out/small.md"));
        StringAssert.Contains(markdown, "| split | 2 | 60, 10 | ");
        StringAssert.Contains(markdown, "| whole | 2 | 79, 21 | ");
        StringAssert.Contains(markdown, "## Mean over 2 of 2 sets");
        StringAssert.Contains(markdown, "## ours minus the better of SDCA");
        StringAssert.Contains(markdown, "- whole, broken, seed 1: ArgumentOutOfRangeException: ");
        Assert.HasCount(1 + 2 * 3 + 3, File.ReadAllLines(In("out/small.csv")));
        Assert.AreSequenceEqual("PNG"u8.ToArray(), File.ReadAllBytes(In("out/small.png"))[1..4]);

        // The last result was broken off while it was written: that one run is done again, and no other.
        File.WriteAllText(In("out/small.jsonl"), string.Join('\n', results)[..^20]);
        StringAssert.StartsWith(Run().Output, "6 runs, 1 of them left");
        byte[] complete = File.ReadAllBytes(In("out/small.jsonl"));
        ChildResult again = Run();
        Assert.AreEqual("6 runs, 0 of them left", again.Output.TrimEnd());
        Assert.AreSequenceEqual(complete, File.ReadAllBytes(In("out/small.jsonl")));
        StringAssert.StartsWith(Run("--retry", "--sets", "whole").Output, "3 runs, 1 of them left");
    }

    [TestMethod]
    public void A_picture_has_the_sets_of_numbers_and_those_of_classes()
    {
        ChildResult result = s_board.Run(
            "tabular", "--sets", "diamonds,segment", "--trainers", "lightgbm", "--seeds", "1", "--rows", "100", "--out", In("out"));
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        using SKBitmap picture = SKBitmap.Decode(In("out/tabular.png"));
        for (int half = 0; half < 2; half++)
        {
            int top = half * picture.Height / 2;
            int drawn = Enumerable.Range(top, picture.Height / 2).Sum(y =>
                Enumerable.Range(0, picture.Width).Count(x => picture.GetPixel(x, y) != SKColors.White));
            Assert.IsGreaterThan(1000, drawn, $"half {half}");
        }
    }

    [TestMethod]
    public void Tables_are_sets_too()
    {
        ChildResult result = s_board.Run(
            "tabular", "--sets", "credit_g", "--trainers", "lightgbm", "--seeds", "1", "--rows", "100", "--out", In("out"));
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        StringAssert.Contains(File.ReadAllText(In("out/tabular.md")), "| credit_g | 2 | 100, 200 | ");
    }

    [TestMethod]
    public void Two_classes_several_and_numbers_are_ranked_together()
    {
        File.WriteAllText(In("tables.json"), TablesBoard);
        ChildResult result = s_board.Run(
            In("tables.json"), "--data", Path.Combine(s_board.Folder, "data"), "--seeds", "2", "--rows", "200", "--out", In("out"));
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        string markdown = File.ReadAllText(In("out/tables.md"));
        Assert.DoesNotContain("Failed runs", markdown);
        foreach (string expected in (string[])
            [
                "## Mean over 3 of 3 sets", "## Mean rank among the defaults",
                "| trainer | by each set's measure, 3 sets | by AUC, 1 sets | by log loss, 2 sets |",
                "## ours against each", "| diamonds | – | 200, ", "## RMSE / deviation",
            ])
        {
            StringAssert.Contains(markdown, expected);
        }
        string[] csv = File.ReadAllLines(In("out/tables.csv"));
        int error = Array.IndexOf(csv[0].Split(','), "relative_rmse"), accuracy = Array.IndexOf(csv[0].Split(','), "accuracy");
        foreach (string[] line in csv.Where(line => line.StartsWith("diamonds,", StringComparison.Ordinal)).Select(line => line.Split(',')))
        {
            Assert.IsInRange(0.01, 1.2, double.Parse(line[error], CultureInfo.InvariantCulture), string.Join(',', line));
            Assert.AreEqual("", line[accuracy]);
        }
    }

    [TestMethod]
    public void What_it_does_not_know_is_named()
    {
        Write("whole/data.tsv", Rows(20));
        Assert.AreEqual(1, s_board.Run("no-board").ExitCode);
        ChildResult unknown = s_board.Run("text", "--data", _folder, "--sets", "whole,missing");
        Assert.AreEqual(1, unknown.ExitCode);
        StringAssert.Contains(unknown.Errors, "Unknown set: missing; there are whole.");
        Write("whole/data.tsv", ["class\ttext"]);
        ChildResult column = s_board.Run("text", "--data", _folder);
        Assert.AreEqual(1, column.ExitCode);
        StringAssert.Contains(column.Errors, "whole: ");
    }

    private static IEnumerable<string> Rows(int count) =>
    [
        "label\ttext",
        .. Enumerable.Range(0, count)
            .Select(i => i % 2 == 0 ? $"good\ta \"good\" and lovely film {i}" : $"bad\tan awful and dull book {i}"),
    ];

    private ChildResult Run(params string[] further)
    {
        ChildResult result = s_board.Run([In("small.json"), "--data", _folder, "--seeds", "1", "--out", In("out"), .. further]);
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        return result;
    }

    private string In(string name) => Path.Combine(_folder, name);

    private void Write(string name, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        using Stream file = File.Create(In(name));
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Compress) : file;
        using var writer = new StreamWriter(stream);
        foreach (string line in lines)
            writer.WriteLine(line);
    }
}
