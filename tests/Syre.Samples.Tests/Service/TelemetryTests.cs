using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Syre.MLNet;

namespace Syre.Samples.Tests.Service;

/// <summary>Meters tell of requests, rows, loads and drift.</summary>
[TestClass]
public sealed class TelemetryTests
{
    [TestMethod]
    public async Task Requests_rows_and_loads_are_measured_by_model()
    {
        var measured = new ConcurrentBag<(string Instrument, double Value, string Tags)>();
        await using RunningService service = await RunningService.StartAsync();
        using var listener = Listen(service, measured);
        Dictionary<string, object?> row = Fruit.Rows(1).Single().ToJson();
        await service.PredictAsync("fruit", row);
        using HttpResponseMessage batch = await service.PostAsync("predict/fruit/batch", Enumerable.Repeat(row, 5));
        using HttpResponseMessage wrong = await service.PostAsync("predict/fruit", "{}");
        Assert.AreEqual(HttpStatusCode.BadRequest, wrong.StatusCode);
        service.Put("fruit", [1]);
        await service.UntilAsync(store => store.Refusals.Count > 0);
        await UntilAsync(() => measured.Count(m => m.Instrument == "http.server.request.duration") == 3);

        Assert.AreEqual(6, measured.Where(m => m.Instrument == "scoring.rows" && m.Tags == "model=fruit").Sum(m => m.Value));
        string[] requests = [.. measured.Where(m => m.Instrument == "http.server.request.duration").Select(m => m.Tags)];
        Assert.IsTrue(requests.All(tags => tags.Contains("model=fruit", StringComparison.Ordinal)), string.Join("; ", requests));
        Assert.AreEqual(1, requests.Count(tags => tags.Contains("http.response.status_code=400", StringComparison.Ordinal)));
        Assert.AreEqual(
            1, measured.Count(m => m.Instrument == "scoring.model.loads" && m.Tags.Contains("outcome=refused", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Drift_is_what_the_library_s_own_monitor_finds()
    {
        var measured = new ConcurrentBag<(string Instrument, double Value, string Tags)>();
        await using RunningService service = await RunningService.StartAsync();
        using var listener = Listen(service, measured);
        listener.RecordObservableInstruments();
        Assert.AreEqual(0, measured.Single(m => m.Instrument == "scoring.collapse.drifting").Value);

        var monitor = new CollapseMonitor(SyreModelFile.ReadReport(Path.Combine(service.Folder, "fruit.zip")));
        Dictionary<string, object?>[] rows =
        [
            .. Fruit.Rows(400).Select(row => new Fruit
            {
                Colour = row.Colour, Weight = 3 * row.Weight, Ripe = row.Ripe, Seeds = row.Seeds, Size = [9 * row.Size[0], 0],
            }.ToJson()),
            Fruit.Rows(1).Select(row => row.ToJson()).Select(row => new Dictionary<string, object?>(row) { ["Weight"] = null }).Single(),
        ];
        using HttpResponseMessage response = await service.PostAsync("predict/fruit/batch?collapse=true", rows);
        foreach (JsonNode? answer in JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray())
            monitor.Add(answer!["collapse"]!.AsObject().Select(slot => (float?)slot.Value ?? float.NaN).ToArray());

        JsonNode drift = (await service.GetAsync("models/fruit"))["drift"]!;
        Assert.AreEqual((400, 1), ((int)drift["rows"]!, (int)drift["missingRows"]!));
        Assert.IsTrue(monitor.Current.IsDrifting);
        Assert.AreEqual(monitor.Current.IsDrifting, (bool)drift["isDrifting"]!);
        foreach ((SlotDrift expected, JsonNode? actual) in monitor.Current.Slots.Zip(drift["slots"]!.AsArray()))
        {
            Assert.AreEqual(expected.Name, (string?)actual!["name"]);
            Assert.AreEqual(expected.Shift, (double)actual["shift"]!, 1e-12);
            Assert.AreEqual(expected.Noise, (double)drift["noise"]!, 1e-12);
            Assert.AreEqual(expected.IsDrifting, (bool)actual["isDrifting"]!);
        }
        measured.Clear();
        listener.RecordObservableInstruments();
        Assert.AreEqual(1, measured.Single(m => m.Instrument == "scoring.collapse.drifting").Value);
        Assert.AreEqual(monitor.Current.Slots.Count, measured.Count(m => m.Instrument == "scoring.collapse.shift"));
    }

    private static MeterListener Listen(RunningService service, ConcurrentBag<(string Instrument, double Value, string Tags)> measured)
    {
        // Meters of other services in this process have other scopes.
        object scope = service.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, scope)
                    && (instrument.Meter.Name == "ScoringService" || instrument.Name == "http.server.request.duration"))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Add((instrument.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => measured.Add((instrument.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Add((instrument.Name, value, Text(tags))));
        listener.Start();
        return listener;
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!reached())
            await Task.Delay(10, limit.Token);
    }
}
