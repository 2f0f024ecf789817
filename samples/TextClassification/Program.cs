// What is this support ticket about? Trains SyreTextClassification and ML.NET's two usual recipes for text on the same rows, and compares
// them on the same test rows. Asks whether ours has collapsed. Predicts from the saved file as any ML.NET app would.
using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using TextClassificationSample;

var data = new Option<FileInfo>("--data")
{
    Description = "A file of your own: header label<TAB>text, no quoting, .gz or not. Default: invented tickets.",
}.AcceptExistingOnly();
var testData = new Option<FileInfo>("--test") { Description = "Its test rows. Default: a fixed fifth of --data." }.AcceptExistingOnly();
var rows = new Option<int>("--rows") { Description = "Number of invented tickets, at least 100.", DefaultValueFactory = _ => 2500 };
var seed = new Option<int>("--seed") { Description = "Seed of the tickets and of the trainers.", DefaultValueFactory = _ => 1 };
var save = new Option<FileInfo>("--save")
{
    Description = "Where to save our model.",
    DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "texts.zip")),
};
rows.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 100)
        result.AddError("--rows must be at least 100.");
});
testData.Validators.Add(result =>
{
    if (result.GetResult(data) is null)
        result.AddError("--test needs --data.");
});
var command = new RootCommand("Compares text classifiers on the same rows.") { data, testData, rows, seed, save };
command.SetAction(arguments =>
{
    CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    Console.OutputEncoding = Encoding.UTF8;
    try
    {
        List<LabelledText> all = arguments.GetValue(data) is { } file
            ? TextFile.Read(file.FullName)
            : new Tickets(arguments.GetValue(seed)).Make(arguments.GetValue(rows));
        (List<LabelledText> train, List<LabelledText> test) = arguments.GetValue(testData) is { } testFile
            ? (all, TextFile.Read(testFile.FullName))
            : TextFile.Split(all);
        Run(train, test, arguments.GetValue(seed), arguments.GetRequiredValue(save).FullName);
        return 0;
    }
    catch (InvalidDataException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

static void Run(List<LabelledText> train, List<LabelledText> test, int seed, string path)
{
    var mlContext = new MLContext(seed);
    var trainers = mlContext.MulticlassClassification.Trainers;
    var features = mlContext.Transforms.Text.FeaturizeText("Features", "Text");
    Console.WriteLine(
        $"{train.Count} texts to train on, {test.Count} to test on, {train.Select(row => row.Label).Distinct().Count()} classes\n");

    // 1. Train and compare.
    var comparison = new TrainerComparison(mlContext, train, test);
    Console.WriteLine(TrainerComparison.Header);
    using TransformerChain<SyreTextClassificationTransformer> ours = comparison.Add(
        "SyreTextClassification", trainers.SyreTextClassification(), path);
    string other = Path.GetTempFileName();
    comparison.Add("FeaturizeText + SDCA", features.Append(trainers.SdcaMaximumEntropy()), other).Dispose();
    comparison.Add("FeaturizeText + L-BFGS", features.Append(trainers.LbfgsMaximumEntropy()), other).Dispose();
    File.Delete(other);

    // 2. Ask whether ours has collapsed.
    Console.WriteLine($"\nHas ours collapsed? {ours.LastTransformer.Report.Summary}");

    // 3. Predict from the file. This needs neither TorchSharp nor Syre.MLNet.
    Console.WriteLine("\nPredictions from the saved file:");
    ITransformer loaded = mlContext.Model.Load(path, out DataViewSchema schema);
    using var owned = loaded as IDisposable;
    using var engine = mlContext.Model.CreatePredictionEngine<LabelledText, Prediction>(loaded, schema);
    VBuffer<ReadOnlyMemory<char>> classes = default;
    engine.OutputSchema["Score"].GetSlotNames(ref classes);
    string[] names = [.. classes.DenseValues().Select(name => name.ToString())];
    foreach (LabelledText text in test.Take(5))
    {
        float[] score = engine.Predict(text).Score;
        int[] best = [.. Enumerable.Range(0, score.Length).OrderByDescending(i => score[i]).Take(2)];
        string mark = names[best[0]] == text.Label ? "right" : $"wrong, it is {text.Label}";
        Console.WriteLine($"  \"{(text.Text.Length > 90 ? text.Text[..89] + "…" : text.Text)}\"");
        Console.WriteLine($"    {string.Join(", ", best.Select(i => $"{names[i]} {score[i]:p0}"))}: {mark}");
    }
    Console.WriteLine($"\nSaved to {path} ({new FileInfo(path).Length / 1e6:f1} MB)");
}
