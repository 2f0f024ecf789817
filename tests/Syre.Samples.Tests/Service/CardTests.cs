using System.Text.Json.Nodes;
using Syre.MLNet;

namespace Syre.Samples.Tests.Service;

/// <summary>What the service tells of its models and of itself.</summary>
[TestClass]
public sealed class CardTests
{
    [TestMethod]
    public async Task The_card_tells_what_the_file_does()
    {
        await using RunningService service = await RunningService.StartAsync();
        string path = Path.Combine(service.Folder, "fruit.zip");
        SyreModelFile file = SyreModelFile.Open(path);
        JsonObject card = await service.GetAsync("models/fruit");
        Assert.AreEqual("multiclass", (string?)card["task"]);
        Assert.AreEqual("Which fruit is it?", (string?)card["description"]);
        Assert.AreEqual(file.Version, (string?)card["versions"]!["syre.mlnet"]);
        Assert.AreEqual("5.0.1", (string?)card["versions"]!["ml.net"]);
        Assert.AreEqual(file.Summary.BestEpoch, (int)card["training"]!["bestEpoch"]!);
        Assert.AreEqual(file.Summary.ValidationError, (double)card["training"]!["validationError"]!);
        Assert.AreEqual(0.5, (double)card["metrics"]!["accuracy"]!);
        Assert.AreEqual(file.Report.Verdict.ToString(), (string?)card["verdict"], ignoreCase: true);
        Assert.AreEqual(
            file.Report.Layers[0].Measured.Centred.EffectiveRank,
            (double)card["reports"]![0]!["layers"]![0]!["measured"]!["centred"]!["effectiveRank"]!);
        Assert.AreEqual(0, (int)card["drift"]!["rows"]!);
    }

    [TestMethod]
    public async Task The_input_schema_is_what_the_answer_depends_on()
    {
        await using RunningService service = await RunningService.StartAsync(
            new Dictionary<string, byte[]> { ["fruit"] = TrainedModels.Fruit, ["weight"] = TrainedModels.Regression });
        JsonArray fields = (await service.GetAsync("models/fruit"))["input"]!.AsArray();
        CollectionAssert.AreEqual(
            new[] { "Colour string ", "Weight number ", "Ripe boolean ", "Seeds integer ", "Size number 2" },
            fields.Select(field => $"{field!["name"]} {field["type"]!["kind"]} {field["type"]!["size"]}").ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "yellow", "red", "green \"dark\"" }, fields[0]!["choices"]!.AsArray().Select(choice => (string?)choice).ToArray());

        JsonObject weight = await service.GetAsync("models/weight");
        Assert.AreEqual("Size", (string?)weight["input"]!.AsArray().Single()!["name"]);
        Assert.IsNull(weight["drift"]);
        await service.PredictAsync("weight", weight["example"]!);
    }

    [TestMethod]
    public async Task The_list_has_each_model_in_service()
    {
        await using RunningService service = await RunningService.StartAsync(
            new Dictionary<string, byte[]> { ["fruit"] = TrainedModels.Fruit, ["heavy"] = TrainedModels.Binary });
        JsonArray models = (await service.GetAsync("models"))["models"]!.AsArray();
        CollectionAssert.AreEqual(
            new[] { "fruit multiclass", "heavy binary" }, models.Select(model => $"{model!["name"]} {model["task"]}").ToArray());
    }

    [TestMethod]
    public async Task The_OpenAPI_document_has_the_routes_and_the_models_rows()
    {
        await using RunningService service = await RunningService.StartAsync();
        JsonObject document = await service.GetAsync("openapi/v1.json");
        CollectionAssert.IsSubsetOf(
            new[] { "/predict/{model}", "/predict/{model}/batch", "/models", "/models/{model}" },
            document["paths"]!.AsObject().Select(path => path.Key).ToArray());
        JsonNode row = document["components"]!["schemas"]!["fruit.row"]!;
        CollectionAssert.AreEqual(
            new[] { "Colour", "Weight", "Ripe", "Seeds", "Size" },
            row["properties"]!.AsObject().Select(property => property.Key).ToArray());
        Assert.AreEqual("integer", (string?)row["properties"]!["Seeds"]!["type"]);
    }

    [TestMethod]
    public void The_service_needs_stock_packages_only()
    {
        var seen = new HashSet<string>();
        var open = new Queue<System.Reflection.Assembly>([typeof(ScoringService.ServiceOptions).Assembly]);
        while (open.TryDequeue(out System.Reflection.Assembly? assembly))
        {
            foreach (System.Reflection.AssemblyName name in assembly.GetReferencedAssemblies())
            {
                if (seen.Add(name.Name!) && name.Name!.StartsWith("Microsoft.ML", StringComparison.Ordinal))
                    open.Enqueue(System.Reflection.Assembly.Load(name));
            }
        }
        Assert.Contains("Microsoft.ML.Core", seen);
        Assert.IsFalse(seen.Any(
            name => name.StartsWith("Syre", StringComparison.Ordinal) || name.StartsWith("TorchSharp", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Without_a_model_and_a_project_to_train_one_the_log_tells_what_to_run()
    {
        await using RunningService service = await RunningService.StartAsync(new Dictionary<string, byte[]>());
        await service.UntilAsync(store => store.IsFilled);
        Assert.IsTrue(service.Log.Lines.Any(
            line => line.Contains("dotnet run --project samples/ScoringService.Training -- ", StringComparison.Ordinal)));
    }
}
