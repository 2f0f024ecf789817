using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScoringService;
using ScoringService.Models;

namespace Syre.Samples.Tests.Service;

/// <summary>The service on a free port of this machine, with a model folder of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app, string folder, MemoryLog log)
    {
        (_app, Folder, Log) = (app, folder, log);
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>The model folder.</summary>
    public string Folder { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What the service wrote to its log.</summary>
    public MemoryLog Log { get; }

    /// <summary>Starts it, and waits until it has read the folder.</summary>
    /// <param name="models">The folder's first models.</param>
    /// <param name="settings">Settings in place of the defaults, as <c>Scoring:Name=value</c>.</param>
    public static Task<RunningService> StartAsync(IReadOnlyDictionary<string, byte[]> models, params string[] settings) =>
        StartAsync(models, _ => { }, settings);

    /// <summary>As the other, after <paramref name="alsoPut"/> has put into the folder what is no model.</summary>
    public static async Task<RunningService> StartAsync(
        IReadOnlyDictionary<string, byte[]> models, Action<string> alsoPut, params string[] settings)
    {
        string folder = Directory.CreateTempSubdirectory("syre-scoring").FullName;
        foreach ((string name, byte[] file) in models)
            File.WriteAllBytes(Path.Combine(folder, $"{name}.zip"), file);
        alsoPut(folder);
        WebApplication app = ScoringApp.Build(
            [$"--Scoring:ModelFolder={folder}", "--Scoring:TrainingProject=", "--Scoring:LookEvery=00:00:00.05",
                "--Urls=http://127.0.0.1:0",
                .. settings.Select(setting => $"--{setting}")]);
        var log = new MemoryLog();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await app.StartAsync();
        var service = new RunningService(app, folder, log);
        await service.UntilAsync(store => models.Keys.All(name => store.All.Any(model => model.Name == name)));
        return service;
    }

    /// <inheritdoc cref="StartAsync(IReadOnlyDictionary{string, byte[]}, string[])"/>
    public static Task<RunningService> StartAsync(params string[] settings) =>
        StartAsync(new Dictionary<string, byte[]> { ["fruit"] = TrainedModels.Fruit }, settings);

    /// <summary>Waits for a state of the models.</summary>
    public async Task UntilAsync(Func<ModelStore, bool> reached)
    {
        var store = _app.Services.GetRequiredService<ModelStore>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!reached(store))
            await Task.Delay(20, limit.Token);
    }

    /// <summary>Puts a model file into the folder, whole at once.</summary>
    public void Put(string name, byte[] file)
    {
        string unfinished = Path.Combine(Folder, "writing");
        File.WriteAllBytes(unfinished, file);
        File.Move(unfinished, Path.Combine(Folder, $"{name}.zip"), overwrite: true);
    }

    /// <summary>Sends JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, object? body, string type = "application/json") =>
        SendAsync(path, body as string ?? JsonSerializer.Serialize(body), type);

    /// <summary>Sends one row, and expects an answer.</summary>
    public async Task<JsonObject> PredictAsync(string model, object row)
    {
        using HttpResponseMessage response = await PostAsync($"predict/{model}", row);
        string text = await response.Content.ReadAsStringAsync();
        Assert.IsTrue(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(path))!.AsObject();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private Task<HttpResponseMessage> SendAsync(string path, string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return Client.PostAsync(path, content);
    }
}
