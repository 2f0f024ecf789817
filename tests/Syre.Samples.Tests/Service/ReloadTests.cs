using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScoringService.Models;

namespace Syre.Samples.Tests.Service;

/// <summary>New files are swapped in, broken ones are refused, and no request notices.</summary>
[TestClass]
public sealed class ReloadTests
{
    private static readonly Dictionary<string, object?> s_row = Fruit.Rows(1).Single().ToJson();

    [TestMethod]
    public async Task A_new_file_is_swapped_in_and_changes_the_prediction()
    {
        await using RunningService service = await RunningService.StartAsync();
        JsonObject before = await service.PredictAsync("fruit", s_row);
        string version = await VersionAsync(service);
        service.Put("fruit", TrainedModels.OtherFruit);
        await service.UntilAsync(store => store.All.Single().Version != version);
        Assert.AreNotEqual(before.ToJsonString(), (await service.PredictAsync("fruit", s_row)).ToJsonString());
    }

    [TestMethod]
    public async Task Files_come_and_go()
    {
        await using RunningService service = await RunningService.StartAsync(new Dictionary<string, byte[]>());
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync("health/ready")).StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("health/live")).StatusCode);
        service.Put("second", TrainedModels.Binary);
        await service.UntilAsync(store => store.All.Any());
        Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("health/ready")).StatusCode);
        File.Delete(Path.Combine(service.Folder, "second.zip"));
        await service.UntilAsync(store => !store.All.Any());
        using HttpResponseMessage gone = await service.PostAsync("predict/second", new { Size = new[] { 1, 2 } });
        Assert.AreEqual(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [TestMethod]
    public async Task Ready_waits_for_every_file_of_the_start()
    {
        await using RunningService service = await RunningService.StartAsync(new Dictionary<string, byte[]>());
        var store = new ModelStore();
        var ready = new ModelsReady(store, service.Services.GetRequiredService<TimedLoader>());
        string folder = service.Services.GetRequiredService<ScratchFolder>().NewFolder();
        store.Put(ModelLoader.Load("fruit", TrainedModels.Fruit, folder, mostTextBytes: 1000));
        Assert.AreEqual(HealthStatus.Unhealthy, (await ready.CheckHealthAsync(new HealthCheckContext())).Status);
        store.IsFilled = true;
        Assert.AreEqual(HealthStatus.Healthy, (await ready.CheckHealthAsync(new HealthCheckContext())).Status);
        store.Remove("fruit");
        Assert.AreEqual(HealthStatus.Unhealthy, (await ready.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [TestMethod]
    public async Task A_broken_file_is_refused_and_logged_and_the_old_model_serves_on()
    {
        await using RunningService service = await RunningService.StartAsync();
        string before = (await service.PredictAsync("fruit", s_row)).ToJsonString(), version = await VersionAsync(service);
        byte[][] broken = [[1, 2, 3], TrainedModels.Fruit[..(TrainedModels.Fruit.Length / 2)], Damaged(), ExampleThatDoesNotFit()];
        foreach (byte[] file in broken)
        {
            service.Put("fruit", file);
            string refused = ModelLoader.VersionOf(file);
            await service.UntilAsync(store => store.Refusals.TryGetValue("fruit", out var refusal) && refusal.Version == refused);
            Assert.AreEqual(before, (await service.PredictAsync("fruit", s_row)).ToJsonString());
            JsonObject card = await service.GetAsync("models/fruit");
            Assert.AreEqual((version, refused), ((string)card["version"]!, (string)card["refused"]!["version"]!));
            Assert.IsTrue(service.Log.Lines.Any(
                line => line.StartsWith($"Error: Model fruit: version {refused} was refused", StringComparison.Ordinal)));
            Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("health/ready")).StatusCode);
        }
        service.Put("fruit", TrainedModels.OtherFruit);
        await service.UntilAsync(store => store.Refusals.Count == 0);
        Assert.AreNotEqual(version, await VersionAsync(service));
    }

    [TestMethod]
    public async Task No_request_fails_while_files_are_swapped_and_what_is_replaced_is_given_back()
    {
        string scratch;
        await using (RunningService service = await RunningService.StartAsync())
        {
            scratch = service.Services.GetRequiredService<ScratchFolder>().Path;
            using var stop = new CancellationTokenSource();
            var versions = new HashSet<string>();
            Task<int>[] clients = [.. Enumerable.Range(0, 4).Select(_ => RequestAsync(service, versions, stop.Token))];
            for (int i = 0; i < 10; i++)
            {
                byte[] file = i % 2 == 0 ? TrainedModels.OtherFruit : TrainedModels.Fruit;
                service.Put("fruit", file);
                await service.UntilAsync(store => store.All.Single().Version == ModelLoader.VersionOf(file));
            }
            await stop.CancelAsync();
            int requests = (await Task.WhenAll(clients)).Sum();
            Assert.IsGreaterThan(20, requests);
            Assert.HasCount(2, versions);
            await service.UntilAsync(_ => Directory.GetDirectories(scratch).Length == 1);
        }
        Assert.IsFalse(Directory.Exists(scratch));
    }

    private static async Task<int> RequestAsync(RunningService service, HashSet<string> versions, CancellationToken stop)
    {
        int requests = 0;
        while (!stop.IsCancellationRequested)
        {
            using HttpResponseMessage response = await service.PostAsync(requests % 2 == 0 ? "predict/fruit" : "predict/fruit/batch",
                requests % 2 == 0 ? s_row : Enumerable.Repeat(s_row, 50));
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync(CancellationToken.None));
            lock (versions)
                versions.Add(response.Headers.GetValues("Model-Version").Single());
            requests++;
        }
        return requests;
    }

    private static async Task<string> VersionAsync(RunningService service) => (string)(await service.GetAsync("models/fruit"))["version"]!;

    private static byte[] Damaged()
    {
        byte[] file = [.. TrainedModels.Fruit];
        Array.Fill(file, (byte)0, file.Length / 3, file.Length / 3);
        return file;
    }

    private static byte[] ExampleThatDoesNotFit()
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, TrainedModels.Binary);
        ScoringService.Training.ModelCardEntry.Add(
            path, new("", new Dictionary<string, double>(), new Dictionary<string, object?> { ["Colour"] = "red" }));
        byte[] file = File.ReadAllBytes(path);
        File.Delete(path);
        return file;
    }
}
