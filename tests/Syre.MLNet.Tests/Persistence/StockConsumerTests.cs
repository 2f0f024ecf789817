using System.Globalization;
using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Encoders;
using Syre.MLNet.Tests.Tables;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Persistence;

/// <summary>An app with stock packages only, in a fresh process, loads what this library saved and predicts the same.</summary>
[TestClass]
public sealed class StockConsumerTests
{
    private static readonly ChildApp s_app = new("StockConsumer");

    [TestMethod]
    public void Binary_model_predicts_the_same_in_a_stock_app() => PredictsTheSame(SyreNetworkCases.Binary());

    [TestMethod]
    public void Multiclass_model_predicts_the_same_in_a_stock_app() => PredictsTheSame(SyreNetworkCases.Multiclass());

    [TestMethod]
    public void Regression_model_predicts_the_same_in_a_stock_app() => PredictsTheSame(SyreNetworkCases.Regression());

    [TestMethod]
    public void Model_of_texts_predicts_the_same_in_a_stock_app() =>
        PredictsTheSame(SyreTextMulticlassConformance.Trainer.Fitted, ["PredictedLabel", "Score"]);

    [TestMethod]
    public void Stock_app_is_built_without_this_library_and_without_TorchSharp()
    {
        string[] files = [.. Directory.GetFiles(s_app.Folder, "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName).OfType<string>()];
        CollectionAssert.Contains(files, "Microsoft.ML.OnnxTransformer.dll");
        CollectionAssert.AreEqual(Array.Empty<string>(), files.Where(IsOurs).ToArray());
    }

    [TestMethod]
    public void Collapse_diagnostics_of_texts_are_the_same_in_a_stock_app() => PredictsTheSame(
        new EstimatorCase
        {
            // The app prints the columns of trainers.
            Estimator = ml =>
                ml.Transforms.Text.FeaturizeText("Features", "Text").Append(ml.Transforms.CollapseDiagnostics("Score", "Features")),
            Engine = new EngineProbe<TextRow, VectorPrediction>(TextData.Odd),
            Inputs = [new("texts", InputRole.Valid, ml => TextData.Binary(ml))],
        }.Fitted,
        ["Score"]);

    [TestMethod]
    public void Model_of_a_raw_table_predicts_the_same_in_a_stock_app() => PredictsTheSame(
        new EstimatorCase
        {
            Estimator = ml => ml.Transforms.FeaturizeTable("Member")
                .Append(ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { LabelColumnName = "Member" })),
            Engine = new EngineProbe<Customer, VectorPrediction>(Customer.Rows(3)),
            Inputs = [new("customers", InputRole.Valid, ml => Customer.View(ml))],
        }.Fitted,
        ["PredictedLabel", "Score", "Probability"]);

    [TestMethod]
    public void Encoder_embeds_the_same_in_a_stock_app() => PredictsTheSame(
        new EstimatorCase
        {
            Estimator = ml => ml.Transforms.SyreEncoder(
                "Probability", "Features", EncoderCases.Options with { ReconstructionError = true }),
            Engine = new EngineProbe<FeatureRow, VectorPrediction>([new() { Features = [1, 2, 3, 4] }]),
            Inputs = [new("features", InputRole.Valid, ml => TestData.Binary(ml))],
        }.Fitted,
        ["Score", "Probability"]);

    private static void PredictsTheSame(TrainerCase @case) => PredictsTheSame(@case.Alone.Fitted, @case.Task.ScoreColumns);

    private static void PredictsTheSame(FittedCase fitted, IReadOnlyCollection<string> columns)
    {
        string folder = Directory.CreateTempSubdirectory("syre-stock").FullName;
        string model = Path.Combine(folder, "model.zip");
        string data = Path.Combine(folder, "data.idv");
        string output = Path.Combine(folder, "output.tsv");
        File.WriteAllBytes(model, fitted.File);
        using (FileStream stream = File.Create(data))
            fitted.ML.Data.SaveAsBinary(fitted.Data, stream);

        ChildResult result = s_app.Run(model, data, output);
        Assert.AreEqual(0, result.ExitCode, result.Errors);
        string[] report = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] parts = [.. report.Where(line => line.StartsWith("part ", StringComparison.Ordinal))];
        Assert.IsNotEmpty(parts);
        foreach (string part in parts)
            StringAssert.StartsWith(part, "part Microsoft.ML.");
        CollectionAssert.AreEqual(Array.Empty<string>(), report.Where(line => IsOurs(line.Split(' ')[1])).ToArray());

        string[] lines = File.ReadAllLines(output);
        CollectionAssert.AreEqual(columns.ToArray(), lines[0].Split('\t'));
        float[][] actual = [.. lines[1..].Select(line =>
            line.Split('\t').Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        Values.MustBeSame(Values.Rows(fitted.Model.Transform(fitted.Data), columns), actual, 1e-5,
            "predictions of the stock app");
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsOurs(string name) =>
        name.Contains("Syre", StringComparison.OrdinalIgnoreCase) || name.Contains("torch", StringComparison.OrdinalIgnoreCase);
}
