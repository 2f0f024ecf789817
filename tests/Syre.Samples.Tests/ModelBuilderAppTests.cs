using System.Globalization;
using System.Text.RegularExpressions;
using Syre.MLNet;

namespace Syre.Samples.Tests;

/// <summary>
/// Apps in Model Builder's shape: one trains and saves, another with stock packages only carries the file and predicts the same.
/// </summary>
[TestClass]
public sealed partial class ModelBuilderAppTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-model-builder").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    // Mean over classes: who always says the same gets a half and a sixth.
    [TestMethod]
    [DataRow("CreditRisk", 0.6, "good", "bad", "bad good")]
    [DataRow("SupportTickets", 0.7, "defect", "billing", "account billing defect delivery order returns")]
    public void The_consumer_predicts_what_the_trainer_does(string name, double least, string first, string second, string classes)
    {
        string model = Path.Combine(_folder, $"{name}.zip");
        string temporary = Directory.CreateDirectory(Path.Combine(_folder, "temporary")).FullName;
        ChildResult trainer = new ChildApp($"{name}.Trainer").RunIn(_folder, temporary, model);
        Assert.AreEqual(0, trainer.ExitCode, trainer.Output + trainer.Errors);
        Assert.IsEmpty(ChildApp.LeftIn(temporary), "temporary files after the process has ended");
        double accuracy = double.Parse(Accuracy().Match(trainer.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.IsTrue(accuracy > least && accuracy < 1, trainer.Output);
        StringAssert.Contains(trainer.Output, $"Has it collapsed? {SyreModelFile.ReadReport(model).Summary}");
        Assert.IsLessThan(300_000, new FileInfo(model).Length, "The repository carries the file.");

        ChildResult consumer = new ChildApp($"{name}.Consumer").Run(model);
        Assert.AreEqual(0, consumer.ExitCode, consumer.Output + consumer.Errors);
        StringAssert.EndsWith(trainer.Output, consumer.Output);
        MustBePredictions(consumer.Output, first, second, classes);
    }

    [TestMethod]
    [DataRow("CreditRisk", "good", "bad", "bad good")]
    [DataRow("SupportTickets", "defect", "billing", "account billing defect delivery order returns")]
    public void The_consumer_carries_a_model_and_nothing_of_this_library(string name, string first, string second, string classes)
    {
        var app = new ChildApp($"{name}.Consumer");
        string[] files = [.. Directory.GetFiles(app.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()];
        CollectionAssert.Contains(files, $"{name}.zip");
        CollectionAssert.Contains(files, "Microsoft.ML.OnnxTransformer.dll");
        CollectionAssert.AreEqual(Array.Empty<string>(), files.Where(IsOurs).ToArray());

        ChildResult result = app.Run();
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        MustBePredictions(result.Output, first, second, classes);
    }

    /// <summary>Each prediction is its likeliest class, and after it all classes with their probabilities, the likeliest first.</summary>
    private static void MustBePredictions(string output, string first, string second, string classes)
    {
        MatchCollection predictions = Prediction().Matches(output);
        Assert.AreSequenceEqual([first, second], predictions.Take(2).Select(prediction => prediction.Groups["class"].Value), output);
        foreach (Match prediction in predictions)
        {
            string[] names = [.. prediction.Groups["name"].Captures.Select(capture => capture.Value)];
            double[] probabilities =
                [.. prediction.Groups["probability"].Captures.Select(capture => double.Parse(capture.Value, CultureInfo.InvariantCulture))];
            Assert.AreEqual(prediction.Groups["class"].Value, names[0], output);
            Assert.AreEqual(classes, string.Join(' ', names.Order()), output);
            Assert.AreSequenceEqual(probabilities.OrderDescending(), probabilities, output);
            Assert.AreEqual(1, probabilities.Sum(), 0.001, output);
        }
    }

    private static bool IsOurs(string name) =>
        name.Contains("Syre", StringComparison.OrdinalIgnoreCase) || name.Contains("torch", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^On rows held back: accuracy [\d.]+, mean over classes ([\d.]+)")]
    private static partial Regex Accuracy();

    [GeneratedRegex(@"^\S.*: (?<class>\w+)\r?\n(?:  (?<name>\w+) +(?<probability>[\d.]+)\r?\n)+", RegexOptions.Multiline)]
    private static partial Regex Prediction();
}
