using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Syre.Samples.Tests.Service;

/// <summary>Who is answered: whoever has the key, or this machine and nobody through it.</summary>
[TestClass]
public sealed class AccessTests
{
    private static readonly Fruit s_fruit = Fruit.Rows(1).Single();

    [TestMethod]
    [DataRow("X-Forwarded-For", "10.0.0.1")]
    [DataRow("X-Forwarded-For", "127.0.0.1")]
    [DataRow("x-forwarded-host", "localhost")]
    [DataRow("Forwarded", "for=10.0.0.1")]
    [DataRow("X-Real-IP", "127.0.0.1")]
    [DataRow("Via", "1.1 proxy")]
    [DataRow("CF-Connecting-IP", "10.0.0.1")]
    [DataRow("Host", "evil.example")]
    public async Task Without_a_key_nothing_through_a_proxy_is_from_this_machine(string header, string value)
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpResponseMessage response = await SendAsync(service, header, value);
        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        await service.PredictAsync("fruit", s_fruit.ToJson());
    }

    [TestMethod]
    public async Task Without_a_key_a_bare_proxy_of_HTTP_1_0_is_not_this_machine()
    {
        await using RunningService service = await RunningService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "models") { Version = HttpVersion.Version10 };
        using HttpResponseMessage response = await service.Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [TestMethod]
    public async Task A_configured_proxy_is_believed_who_sends_and_no_other_is()
    {
        await using RunningService known = await RunningService.StartAsync("Scoring:KnownProxies=127.0.0.1, ::1");
        using HttpResponseMessage outside = await SendAsync(known, "X-Forwarded-For", "10.0.0.1");
        Assert.AreEqual(HttpStatusCode.Unauthorized, outside.StatusCode);
        using HttpResponseMessage inside = await SendAsync(known, "X-Forwarded-For", "127.0.0.1");
        Assert.AreEqual(HttpStatusCode.OK, inside.StatusCode);

        await using RunningService other = await RunningService.StartAsync("Scoring:KnownProxies=10.0.0.7");
        using HttpResponseMessage unknown = await SendAsync(other, "X-Forwarded-For", "127.0.0.1");
        Assert.AreEqual(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [TestMethod]
    public async Task Each_client_behind_a_configured_proxy_has_its_own_limit()
    {
        await using RunningService service = await RunningService.StartAsync(
            "Scoring:KnownProxies=127.0.0.1", "Scoring:RequestsPerSecond=2", "Scoring:ApiKey=secret");
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 8; i++)
        {
            using HttpResponseMessage response = await SendAsync(service, "X-Forwarded-For", "10.0.0.1");
            statuses.Add(response.StatusCode);
        }
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using HttpResponseMessage other = await SendAsync(service, "X-Forwarded-For", "10.0.0.2");
        Assert.AreEqual(HttpStatusCode.OK, other.StatusCode);
    }

    [TestMethod]
    public async Task The_OpenAPI_document_is_behind_the_key_and_the_limit_and_says_how_to_send_it()
    {
        await using RunningService service = await RunningService.StartAsync("Scoring:ApiKey=secret", "Scoring:RequestsPerSecond=3");
        using HttpResponseMessage refused = await service.Client.GetAsync("openapi/v1.json");
        Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        service.Client.DefaultRequestHeaders.Host = "evil.example";
        string text = await service.Client.GetStringAsync("openapi/v1.json");
        Assert.IsFalse(text.Contains("evil", StringComparison.Ordinal), text);
        JsonNode document = JsonNode.Parse(text)!;
        Assert.AreEqual("apiKey", (string?)document["components"]!["securitySchemes"]!["ApiKey"]!["type"]);
        Assert.IsNotNull(document["security"]![0]!["ApiKey"]);
        Assert.AreEqual("/", (string?)document["servers"]![0]!["url"]);
        var statuses = new HashSet<HttpStatusCode>();
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage response = await service.Client.GetAsync("openapi/v1.json");
            statuses.Add(response.StatusCode);
        }
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [TestMethod]
    public async Task Foreign_host_names_are_refused_where_the_service_has_names_of_its_own()
    {
        await using RunningService service = await RunningService.StartAsync("Scoring:ApiKey=secret", "AllowedHosts=scores.example");
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        service.Client.DefaultRequestHeaders.Host = "evil.example";
        foreach (string path in new[] { "openapi/v1.json", "models", "health/ready", "" })
            Assert.AreEqual(HttpStatusCode.BadRequest, (await service.Client.GetAsync(path)).StatusCode, path);
        service.Client.DefaultRequestHeaders.Host = "scores.example";
        Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("openapi/v1.json")).StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningService service, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "predict/fruit") { Content = JsonContent.Create(s_fruit.ToJson()) };
        request.Headers.Add(header, value);
        return await service.Client.SendAsync(request);
    }
}
