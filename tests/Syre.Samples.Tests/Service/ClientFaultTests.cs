using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Syre.Samples.Tests.Service;

/// <summary>What a client does wrong costs little, has a status of the client's, and is no error in the log.</summary>
[TestClass]
public sealed class ClientFaultTests
{
    private static readonly Dictionary<string, object?> s_row = Fruit.Rows(1).Single().ToJson();

    [TestMethod]
    public async Task A_text_that_is_too_long_is_refused_by_its_field_before_it_is_scored()
    {
        await using RunningService service = await RunningService.StartAsync();
        var row = new Dictionary<string, object?>(s_row) { ["Colour"] = new string('x', 4 << 20) };
        string json = JsonSerializer.Serialize(row);
        foreach ((string path, string body, string type) in new[]
        {
            ("predict/fruit", json, "application/json"),
            ("predict/fruit/batch", $"[{json}]", "application/json"),
            ("predict/fruit/batch", json, "application/x-ndjson"),
        })
        {
            using HttpResponseMessage response = await service.PostAsync(path, body, type);
            Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
            JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.AreEqual(
                "has 4194306 bytes of JSON; the most are 65536 (Scoring:MaxTextBytes).", (string?)problem["errors"]!["Colour"]![0]);
        }
        row["Colour"] = new string('x', (64 << 10) - 2);
        await service.PredictAsync("fruit", row);
    }

    [TestMethod]
    public async Task A_row_that_cannot_be_scored_has_no_label()
    {
        await using RunningService service = await RunningService.StartAsync(
            new Dictionary<string, byte[]>
            {
                ["fruit"] = TrainedModels.Fruit, ["heavy"] = TrainedModels.Binary, ["weight"] = TrainedModels.Regression,
            });
        foreach ((string model, object row) in new (string, object)[]
        {
            ("fruit", new Dictionary<string, object?>(s_row) { ["Weight"] = null }),
            ("heavy", new { Size = new float?[] { null, 2 } }),
            ("weight", new { Size = new float?[] { 1, null } }),
        })
        {
            JsonObject single = await service.PredictAsync(model, row);
            foreach ((string name, JsonNode? value) in single)
            {
                Assert.IsTrue(value is null
                    || (name == "score" && value is JsonObject slots && slots.All(slot => slot.Value is null)), single.ToJsonString());
            }
            Assert.AreEqual(model != "weight", single.ContainsKey("predictedLabel"));
            string json = JsonSerializer.Serialize(row);
            foreach ((string body, string type) in new[] { ($"[{json}]", "application/json"), (json, "application/x-ndjson") })
            {
                using HttpResponseMessage response = await service.PostAsync($"predict/{model}/batch", body, type);
                string text = await response.Content.ReadAsStringAsync();
                Assert.AreEqual(single.ToJsonString(), JsonNode.Parse(text.Trim('[', ']', '\n'))!.ToJsonString());
            }
        }
        Assert.IsNotNull((await service.PredictAsync("heavy", new { Size = new[] { 1, 2 } }))["predictedLabel"]);
    }

    [TestMethod]
    [DataRow("POST /predict/fruit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", "413")]
    [DataRow("POST /predict/fruit HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", "400")]
    [DataRow("POST /predict/fruit HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n{", "400")]
    [DataRow("POST /predict/fruit HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n", "400")]
    [DataRow("POST /predict/fruit/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: " +
        "chunked\r\n\r\nfffffffffffffffff\r\n", "400")]
    [DataRow("POST /predict/fruit/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
        "99999999999\r\n\r\n", "413")]
    public async Task A_malformed_or_oversized_body_is_the_client_s_fault(string request, string status)
    {
        await using RunningService service = await RunningService.StartAsync();
        int before = service.Log.Lines.Count;
        Assert.AreEqual($"HTTP/1.1 {status}", (await SendAsync(service, request))[..12]);
        await service.PredictAsync("fruit", s_row);
        string[] told = [.. service.Log.Lines.Skip(before).Where(line => line.StartsWith("Error", StringComparison.Ordinal)
            || line.StartsWith("Critical", StringComparison.Ordinal))];
        Assert.IsEmpty(told, string.Join("; ", told));
    }

    [TestMethod]
    public async Task Lines_that_break_off_after_answers_end_with_problem_details()
    {
        await using RunningService service = await RunningService.StartAsync();
        using var client = new SlowClient(service.Address);
        await client.SendLineAsync(JsonSerializer.Serialize(s_row));
        Assert.IsNotNull(JsonNode.Parse(await client.ReadAnswerAsync())!["predictedLabel"]);
        await client.SendAsync("fffffffffffffffff\r\n");
        Assert.AreEqual(400, (int)JsonNode.Parse(await client.ReadAnswerAsync())!["status"]!);
        Assert.IsFalse(service.Log.Lines.Any(told => told.StartsWith("Error", StringComparison.Ordinal)));
    }

    /// <summary>Sends bytes that no HttpClient would, and reads until the answer is whole or the server hangs up.</summary>
    private static async Task<string> SendAsync(RunningService service, string request)
    {
        using var connection = new TcpClient(service.Address.Host, service.Address.Port);
        await using NetworkStream stream = connection.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = new StringBuilder();
        byte[] buffer = new byte[4096];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, limit.Token)) > 0;)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (answer.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                    break;
            }
        }
        catch (IOException)
        {
            // It hung up on a body that it did not want.
        }
        return answer.ToString();
    }
}
