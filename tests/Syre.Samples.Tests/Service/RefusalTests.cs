using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Syre.Samples.Tests.Service;

/// <summary>What the service refuses, with which status, and that it names the field.</summary>
[TestClass]
public sealed class RefusalTests
{
    private static readonly Fruit s_fruit = Fruit.Rows(1).Single();

    [TestMethod]
    public async Task Everything_wrong_with_a_row_is_said_of_its_field()
    {
        await using RunningService service = await RunningService.StartAsync();
        (string Field, object? Value, string Error)[] wrong =
        [
            ("Weight", "heavy", "must be a number; found a string."),
            ("Weight", 1e300, "must be a number; found a number that is not that, or out of its range."),
            ("Ripe", 1, "must be a boolean; found a number that is not that, or out of its range."),
            ("Ripe", null, "must be a boolean; found null."),
            ("Seeds", 1.5, "must be an integer; found a number that is not that, or out of its range."),
            ("Seeds", 1L << 40, "must be an integer; found a number that is not that, or out of its range."),
            ("Colour", 3, "must be a string; found a number that is not that, or out of its range."),
            ("Colour", new { Name = "red" }, "must be a string; found an object."),
            ("Size", 3, "must be an array of 2 numbers; found a number that is not that, or out of its range."),
            ("Size", new[] { 1f }, "must be an array of 2 numbers; found an array that is not that."),
            ("Size", new[] { 1f, 2, 3 }, "must be an array of 2 numbers; found an array that is not that."),
            ("Size", new object[] { 1, new[] { 2 } }, "must be an array of 2 numbers; found an array that is not that."),
            ("Taste", "sweet", "is unknown; the model has no such field."),
        ];
        foreach ((string field, object? value, string error) in wrong)
        {
            Dictionary<string, object?> row = s_fruit.ToJson();
            row[field] = value;
            JsonObject problem = await RefusedAsync(service, "predict/fruit", row, HttpStatusCode.BadRequest);
            JsonObject errors = problem["errors"]!.AsObject();
            Assert.HasCount(1, errors, problem.ToJsonString());
            Assert.AreEqual(error, (string?)errors[field]?[0], field);
        }
    }

    [TestMethod]
    public async Task All_missing_and_unknown_fields_are_named_at_once_and_the_label_is_not_asked_for()
    {
        await using RunningService service = await RunningService.StartAsync();
        JsonObject problem = await RefusedAsync(
            service, "predict/fruit", """{"Weight":3,"Smell":{"a":[1]},"Weight":4}""", HttpStatusCode.BadRequest);
        Dictionary<string, string> errors = problem["errors"]!.AsObject()
            .ToDictionary(error => error.Key, error => (string)error.Value![0]!);
        CollectionAssert.AreEquivalent(new[] { "Smell", "Weight", "Colour", "Ripe", "Seeds", "Size" }, errors.Keys.ToArray());
        Assert.AreEqual("is given twice.", errors["Weight"]);
        Assert.AreEqual("is missing; expected an array of 2 numbers.", errors["Size"]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"Weight\"")]
    [DataRow("[1]")]
    [DataRow("{} {}")]
    [DataRow("{\"Colour\":\"\\ud800\"}")]
    public async Task What_is_no_row_is_refused(string body)
    {
        await using RunningService service = await RunningService.StartAsync();
        await RefusedAsync(service, "predict/fruit", body, HttpStatusCode.BadRequest);
        if (body != "[1]" && body.Length > 0)
            await RefusedAsync(service, "predict/fruit/batch", $"[{body}", HttpStatusCode.BadRequest);
    }

    [TestMethod]
    public async Task A_batch_names_the_row_too()
    {
        await using RunningService service = await RunningService.StartAsync();
        Dictionary<string, object?> wrong = s_fruit.ToJson();
        wrong["Seeds"] = "many";
        JsonObject problem = await RefusedAsync(
            service, "predict/fruit/batch", new[] { s_fruit.ToJson(), wrong }, HttpStatusCode.BadRequest);
        Assert.AreEqual(1, (int)problem["row"]!);
        Assert.IsTrue(problem["errors"]!.AsObject().ContainsKey("Seeds"));
        await RefusedAsync(service, "predict/fruit/batch", s_fruit.ToJson(), HttpStatusCode.BadRequest);

        string[] lines = [JsonSerializer.Serialize(s_fruit.ToJson()), JsonSerializer.Serialize(wrong), "never read"];
        using HttpResponseMessage late = await service.PostAsync("predict/fruit/batch", string.Join('\n', lines), "application/x-ndjson");
        Assert.AreEqual(HttpStatusCode.OK, late.StatusCode);
        string[] answers = (await late.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(2, answers);
        JsonNode last = JsonNode.Parse(answers[1])!;
        Assert.AreEqual((400, 1), ((int)last["status"]!, (int)last["row"]!));
        Assert.IsNotNull(last["errors"]!["Seeds"]);

        using HttpResponseMessage first = await service.PostAsync(
            "predict/fruit/batch", lines[1] + "\n" + lines[0], "application/x-ndjson");
        await AssertProblemAsync(first, HttpStatusCode.BadRequest);
    }

    [TestMethod]
    public async Task Batches_and_bodies_have_limits()
    {
        await using RunningService service = await RunningService.StartAsync("Scoring:MaxBatchRows=3", "Scoring:MaxRequestBytes=2000");
        Dictionary<string, object?>[] four = [.. Fruit.Rows(4).Select(row => row.ToJson())];
        await RefusedAsync(service, "predict/fruit/batch", four, HttpStatusCode.RequestEntityTooLarge);
        using HttpResponseMessage lines = await service.PostAsync(
            "predict/fruit/batch", string.Join('\n', four.Select(row => JsonSerializer.Serialize(row))), "application/x-ndjson");
        StringAssert.Contains((await lines.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1], "\"mostRows\":3");
        await RefusedAsync(service, "predict/fruit", new string(' ', 2001), HttpStatusCode.RequestEntityTooLarge);
    }

    [TestMethod]
    public async Task Unknown_models_routes_and_types_of_content_are_refused()
    {
        await using RunningService service = await RunningService.StartAsync();
        JsonObject problem = await RefusedAsync(service, "predict/vegetable", s_fruit.ToJson(), HttpStatusCode.NotFound);
        Assert.AreEqual("vegetable", (string?)problem["model"]);
        await RefusedAsync(service, "predict/vegetable/batch", "[]", HttpStatusCode.NotFound);
        using HttpResponseMessage card = await service.Client.GetAsync("models/vegetable");
        await AssertProblemAsync(card, HttpStatusCode.NotFound);
        using HttpResponseMessage text = await service.PostAsync("predict/fruit", s_fruit.ToJson(), "text/plain");
        await AssertProblemAsync(text, HttpStatusCode.UnsupportedMediaType);
    }

    [TestMethod]
    public async Task With_a_key_only_those_who_have_it_are_answered()
    {
        await using RunningService service = await RunningService.StartAsync("Scoring:ApiKey=secret");
        await RefusedAsync(service, "predict/fruit", s_fruit.ToJson(), HttpStatusCode.Unauthorized);
        using HttpResponseMessage models = await service.Client.GetAsync("models");
        await AssertProblemAsync(models, HttpStatusCode.Unauthorized);
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", "Secret");
        await RefusedAsync(service, "predict/fruit", s_fruit.ToJson(), HttpStatusCode.Unauthorized);
        service.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        await service.PredictAsync("fruit", s_fruit.ToJson());
        Assert.IsFalse(service.Log.Lines.Any(line => line.Contains("secret", StringComparison.OrdinalIgnoreCase)));
    }

    [TestMethod]
    public async Task Too_many_requests_in_a_second_are_told_to_wait()
    {
        await using RunningService service = await RunningService.StartAsync("Scoring:RequestsPerSecond=5");
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage response = await service.PostAsync("predict/fruit", s_fruit.ToJson());
            statuses.Add(response.StatusCode);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            await AssertProblemAsync(response, HttpStatusCode.TooManyRequests);
            Assert.IsNotNull(response.Headers.RetryAfter);
        }
        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("health/live")).StatusCode);
    }

    private static async Task<JsonObject> RefusedAsync(RunningService service, string path, object body, HttpStatusCode status)
    {
        using HttpResponseMessage response = await service.PostAsync(path, body);
        return await AssertProblemAsync(response, status);
    }

    /// <summary>Problem details, and no word of how the service is made.</summary>
    private static async Task<JsonObject> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(status, response.StatusCode, text);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType, text);
        JsonObject problem = JsonNode.Parse(text)!.AsObject();
        Assert.AreEqual((int)status, (int)problem["status"]!);
        Assert.IsFalse(text.Contains("Exception", StringComparison.Ordinal) || text.Contains(".cs:", StringComparison.Ordinal), text);
        return problem;
    }
}
