using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScoringService;
using ScoringService.Models;

namespace Syre.Samples.Tests.Service;

/// <summary>A file that cannot be served stops nothing, keeps no other waiting, and can be seen.</summary>
[TestClass]
public sealed class BadFileTests
{
    private static readonly Dictionary<string, object?> s_row = Fruit.Rows(1).Single().ToJson();

    [TestMethod]
    [DataRow(true, DisplayName = "at the start")]
    [DataRow(false, DisplayName = "later")]
    public async Task Every_kind_of_bad_file_is_refused_and_the_others_are_served(bool atTheStart)
    {
        string[] bad = [];
        await using RunningService service = await RunningService.StartAsync(
            new Dictionary<string, byte[]> { ["fruit"] = TrainedModels.Fruit },
            folder => bad = atTheStart ? BadFiles.Put(folder) : []);
        if (!atTheStart)
            bad = BadFiles.Put(service.Folder);
        service.Put("zebra", TrainedModels.Binary);
        await service.UntilAsync(store => store.Lease("zebra") is { } zebra && Released(zebra) && bad.All(store.Refusals.ContainsKey));
        await service.PredictAsync("fruit", s_row);

        JsonObject ready = await service.GetAsync("health/ready");
        Assert.AreEqual("Degraded", (string?)ready["status"]);
        JsonObject refused = (await service.GetAsync("models"))["refused"]!.AsObject();
        foreach (string name in bad)
        {
            string reason = (string)refused[name]!["reason"]!;
            Assert.IsGreaterThan(10, reason.Length, $"{name}: {reason}");
            Assert.AreEqual(reason, (string?)ready["refused"]![name]);
            Assert.AreEqual(1, service.Log.Lines.Count(line => line.StartsWith($"Error: Model {name}: ", StringComparison.Ordinal)), name);
        }
        foreach (string entry in Directory.GetFileSystemEntries(service.Folder)
            .Where(entry => !entry.EndsWith("fruit.zip", StringComparison.Ordinal)))
        {
            if (Directory.Exists(entry))
                Directory.Delete(entry);
            else
                File.Delete(entry);
        }
        await service.UntilAsync(store => store.Refusals.Count == 0);
        Assert.AreEqual("Healthy", (string?)(await service.GetAsync("health/ready"))["status"]);
    }

    [TestMethod]
    public async Task A_link_is_served_when_there_is_something_at_its_end()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Links need rights on Windows.");
        await using RunningService service = await RunningService.StartAsync(
            new Dictionary<string, byte[]>(),
            folder => File.CreateSymbolicLink(Path.Combine(folder, "fruit.zip"), Path.Combine(folder, "target")));
        await service.UntilAsync(store => store.Refusals.ContainsKey("fruit"));
        JsonObject ready = JsonNode.Parse(await (await service.Client.GetAsync("health/ready")).Content.ReadAsStringAsync())!.AsObject();
        Assert.AreEqual("Unhealthy", (string?)ready["status"]);
        File.WriteAllBytes(Path.Combine(service.Folder, "target"), TrainedModels.Fruit);
        await service.UntilAsync(store => store.All.Any());
        Assert.AreEqual("Healthy", (string?)(await service.GetAsync("health/ready"))["status"]);
    }

    [TestMethod]
    public async Task Readiness_tells_reasons_only_to_those_who_may_use_the_models()
    {
        await using RunningService service = await RunningService.StartAsync("Scoring:ApiKey=secret");
        service.Put("other", [1, 2, 3]);
        await service.UntilAsync(store => store.Refusals.ContainsKey("other"));
        JsonObject ready = await service.GetAsync("health/ready");
        Assert.AreEqual(("Degraded", "1 files are refused."), ((string?)ready["status"], (string?)ready["reason"]));
        Assert.IsNull(ready["refused"]);
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        Assert.IsNotNull((await service.GetAsync("health/ready"))["refused"]!["other"]);
    }

    [TestMethod]
    public async Task Loading_that_never_ends_is_left_behind_a_few_times_and_then_not_begun()
    {
        await using RunningService service = await RunningService.StartAsync();
        var scratch = service.Services.GetRequiredService<ScratchFolder>();
        var loader = new TimedLoader(scratch, Options.Create(new ServiceOptions { LoadTimeLimit = TimeSpan.FromMilliseconds(50) }));
        var ready = new ModelsReady(service.Services.GetRequiredService<ModelStore>(), loader);
        var source = new ModelSource(new FileInfo(Path.Combine(service.Folder, "fruit.zip")));
        using var end = new ManualResetEventSlim();
        int begun = 0;
        for (int i = 1; i <= TimedLoader.MostAbandoned + 2; i++)
        {
            LoadException refusal = await Assert.ThrowsExactlyAsync<LoadException>(() => loader.LoadAsync(source, Hang));
            Assert.AreEqual(i <= TimedLoader.MostAbandoned, refusal.InnerException is TimeoutException, refusal.Message);
        }
        Assert.AreEqual(TimedLoader.MostAbandoned, begun);
        Assert.AreEqual("Degraded", (await ready.CheckHealthAsync(new())).Status.ToString());

        // What ends late is given back, and its place is free again.
        end.Set();
        await service.UntilAsync(_ => loader.Abandoned == 0);
        await service.UntilAsync(_ => Directory.GetDirectories(scratch.Path).Length == 1);

        ServedModel Hang(string name, byte[] bytes, string folder)
        {
            Interlocked.Increment(ref begun);
            end.Wait();
            return ModelLoader.Load(name, bytes, folder, mostTextBytes: 1000);
        }
    }

    [TestMethod]
    public async Task What_a_model_s_loading_throws_is_a_refusal()
    {
        await using RunningService service = await RunningService.StartAsync();
        TimedLoader loader = service.Services.GetRequiredService<TimedLoader>();
        var source = new ModelSource(new FileInfo(Path.Combine(service.Folder, "fruit.zip")));
        foreach (Exception thrown in new Exception[] { new OutOfMemoryException(), new OverflowException(), new NullReferenceException() })
        {
            LoadException refusal = await Assert.ThrowsExactlyAsync<LoadException>(
                () => loader.LoadAsync(source, (_, _, _) => throw thrown));
            Assert.AreSame(thrown, refusal.InnerException);
        }
        Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("health/ready")).StatusCode);
    }

    [TestMethod]
    public async Task A_file_that_cannot_be_read_leaves_no_folder_at_each_try()
    {
        await using RunningService service = await RunningService.StartAsync();
        string scratch = service.Services.GetRequiredService<ScratchFolder>().Path;
        TimedLoader loader = service.Services.GetRequiredService<TimedLoader>();
        int before = Directory.GetDirectories(scratch).Length;
        var source = new ModelSource(new FileInfo(Path.Combine(service.Folder, "gone.zip")));
        for (int i = 0; i < 3; i++)
        {
            LoadException refusal = await Assert.ThrowsExactlyAsync<LoadException>(
                () => loader.LoadAsync(source, (_, _, _) => throw new NotSupportedException()));
            Assert.IsInstanceOfType<FileNotFoundException>(refusal.InnerException);
        }
        Assert.HasCount(before, Directory.GetDirectories(scratch));
    }

    private static bool Released(ModelLease lease)
    {
        lease.Dispose();
        return true;
    }
}
