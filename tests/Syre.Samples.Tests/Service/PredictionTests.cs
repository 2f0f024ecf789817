using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;

namespace Syre.Samples.Tests.Service;

/// <summary>The service answers what ML.NET answers in the same process.</summary>
[TestClass]
public sealed class PredictionTests
{
    private static readonly Fruit[] s_rows = [.. Fruit.Rows(12)];

    [TestMethod]
    public async Task A_row_of_all_types_is_answered_as_ML_NET_does()
    {
        await using RunningService service = await RunningService.StartAsync();
        List<FruitAnswer> expected = Expected<FruitAnswer>(TrainedModels.Fruit);
        string[] classes = ["banana", "apple", "melon"];
        for (int i = 0; i < s_rows.Length; i++)
        {
            JsonObject answer = await service.PredictAsync("fruit", s_rows[i].ToJson());
            Assert.AreEqual(classes[expected[i].PredictedLabel - 1], (string?)answer["predictedLabel"]);
            for (int c = 0; c < classes.Length; c++)
                Assert.AreEqual(expected[i].Score[c], (float)answer["score"]![classes[c]]!);
            Assert.IsNull(answer["collapse"]);
        }
    }

    [TestMethod]
    public async Task Binary_and_regression_models_are_answered_as_ML_NET_does()
    {
        await using RunningService service = await RunningService.StartAsync(
            new Dictionary<string, byte[]> { ["heavy"] = TrainedModels.Binary, ["weight"] = TrainedModels.Regression });
        List<BinaryAnswer> heavy = Expected<BinaryAnswer>(TrainedModels.Binary);
        List<NumberAnswer> weight = Expected<NumberAnswer>(TrainedModels.Regression);
        for (int i = 0; i < s_rows.Length; i++)
        {
            JsonObject answer = await service.PredictAsync("heavy", new { s_rows[i].Size });
            Assert.AreEqual(heavy[i].PredictedLabel, (bool)answer["predictedLabel"]!);
            Assert.AreEqual(heavy[i].Probability, (float)answer["probability"]!);
            Assert.AreEqual(weight[i].Score, (float)(await service.PredictAsync("weight", new { s_rows[i].Size }))["score"]!);
        }
    }

    [TestMethod]
    public async Task The_row_s_diagnostics_come_when_asked_for()
    {
        await using RunningService service = await RunningService.StartAsync();
        List<FruitAnswer> expected = Expected<FruitAnswer>(TrainedModels.Fruit);
        using HttpResponseMessage response = await service.PostAsync("predict/fruit?collapse=true", s_rows[0].ToJson());
        JsonObject collapse = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["collapse"]!.AsObject();
        CollectionAssert.AreEqual(expected[0].Collapse, collapse.Select(slot => (float?)slot.Value ?? float.NaN).ToArray());
        Assert.IsTrue(collapse.ContainsKey("OutsideSubspace"));
    }

    [TestMethod]
    public async Task A_missing_number_gives_no_score_and_null_is_how_it_is_said()
    {
        await using RunningService service = await RunningService.StartAsync();
        Dictionary<string, object?> row = s_rows[0].ToJson();
        row["Weight"] = null;
        JsonObject answer = await service.PredictAsync("fruit", row);
        Assert.IsTrue(answer["score"]!.AsObject().All(slot => slot.Value is null), answer.ToJsonString());
    }

    [TestMethod]
    public async Task Fields_may_come_in_any_order_and_a_colour_never_seen_is_no_error()
    {
        await using RunningService service = await RunningService.StartAsync();
        JsonObject straight = await service.PredictAsync("fruit", s_rows[3].ToJson());
        JsonObject turned = await service.PredictAsync("fruit", s_rows[3].ToJson().Reverse().ToDictionary());
        Assert.AreEqual(straight.ToJsonString(), turned.ToJsonString());
        Dictionary<string, object?> blue = s_rows[3].ToJson();
        blue["Colour"] = "blue";
        await service.PredictAsync("fruit", blue);
    }

    [TestMethod]
    public async Task A_batch_gives_each_row_s_answer_in_order_as_array_and_as_lines()
    {
        await using RunningService service = await RunningService.StartAsync();
        string[] rows = [.. Fruit.Rows(300).Select(row => JsonSerializer.Serialize(row.ToJson()))];
        var single = new List<string>();
        foreach (string row in rows)
            single.Add(Text(await service.PredictAsync("fruit", row)));

        using HttpResponseMessage array = await service.PostAsync("predict/fruit/batch", $"[{string.Join(" , ", rows)}]");
        CollectionAssert.AreEqual(
            single, JsonNode.Parse(await array.Content.ReadAsStringAsync())!.AsArray().Select(row => Text(row!)).ToList());

        using HttpResponseMessage lines = await service.PostAsync(
            "predict/fruit/batch", string.Join("\r\n", rows) + "\n\n", "application/x-ndjson");
        Assert.AreEqual("application/x-ndjson", lines.Content.Headers.ContentType?.MediaType);
        string[] answers = (await lines.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        CollectionAssert.AreEqual(single, answers.Select(answer => Text(JsonNode.Parse(answer)!)).ToList());
    }

    [TestMethod]
    public async Task Batches_without_rows_are_answered_without_rows()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpResponseMessage array = await service.PostAsync("predict/fruit/batch", "[]");
        Assert.AreEqual("[]", await array.Content.ReadAsStringAsync());
        using HttpResponseMessage lines = await service.PostAsync("predict/fruit/batch", "\n", "application/x-ndjson");
        Assert.AreEqual("", await lines.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Lines_are_answered_while_the_client_still_sends()
    {
        await using RunningService service = await RunningService.StartAsync();
        using var slow = new SlowClient(service.Address);
        string row = JsonSerializer.Serialize(s_rows[0].ToJson());
        for (int i = 0; i < 3; i++)
        {
            await slow.SendLineAsync(row);
            StringAssert.Contains(await slow.ReadAnswerAsync(), "predictedLabel");
        }
    }

    private static string Text(JsonNode answer) => answer.ToJsonString();

    private static List<T> Expected<T>(byte[] file)
        where T : class, new()
    {
        var mlContext = new MLContext();
        ITransformer model = mlContext.Model.Load(new MemoryStream(file), out _);
        IDataView rows = mlContext.Data.LoadFromEnumerable(s_rows);
        return [.. mlContext.Data.CreateEnumerable<T>(model.Transform(rows), reuseRowObject: false)];
    }

    private sealed class FruitAnswer
    {
        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];

        public float[] Collapse { get; set; } = [];
    }

    private sealed class BinaryAnswer
    {
        public bool PredictedLabel { get; set; }

        public float Probability { get; set; }
    }

    private sealed class NumberAnswer
    {
        public float Score { get; set; }
    }
}
