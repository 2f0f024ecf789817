using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringService.LoadTest;

/// <summary>Clients that each send one row after the other.</summary>
internal sealed class Load(Uri service, string model, JsonNode row)
{
    private readonly byte[] _row = JsonSerializer.SerializeToUtf8Bytes(row);
    private readonly Uri _path = new(service, $"predict/{model}");

    /// <summary>What the first request that failed was answered; null if none did.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Runs them for a while.</summary>
    public async Task<LoadResult> RunAsync(int clients, TimeSpan time, CancellationToken cancellation)
    {
        var latencies = new ConcurrentBag<List<double>>();
        long failed = 0;
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients });
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            var own = new List<double>();
            while (clock.Elapsed < time)
            {
                long start = Stopwatch.GetTimestamp();
                if (await SendAsync(client, cancellation))
                    own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                else
                    Interlocked.Increment(ref failed);
            }
            latencies.Add(own);
        }));
        return new LoadResult([.. latencies.SelectMany(list => list).Order()], failed, clock.Elapsed);
    }

    private async Task<bool> SendAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            using var content = new ByteArrayContent(_row);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await client.PostAsync(_path, content, cancellation);
            string answer = await response.Content.ReadAsStringAsync(cancellation);
            if (response.IsSuccessStatusCode)
                return true;
            FirstFailure ??= $"{response.StatusCode} {answer}";
        }
        catch (HttpRequestException e)
        {
            FirstFailure ??= e.Message;
        }
        return false;
    }
}
