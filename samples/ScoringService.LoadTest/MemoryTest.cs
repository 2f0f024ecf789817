namespace ScoringService.LoadTest;

/// <summary>Memory of the service under load, while its model is replaced again and again.</summary>
internal static class MemoryTest
{
    private const int Clients = 8;
    private static readonly TimeSpan s_replaceEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Runs it, with a line every ten seconds.</summary>
    public static async Task<MemoryResult> RunAsync(ServiceProcess service, Load load, TimeSpan time, CancellationToken cancellation)
    {
        Task<LoadResult> running = load.RunAsync(Clients, time, cancellation);
        var memory = new List<double>();
        int replaced = 0, served = 0;
        string version = await service.VersionAsync();
        for (TimeSpan passed = TimeSpan.Zero; !running.IsCompleted; passed += s_lookEvery)
        {
            if (passed.Ticks % s_replaceEvery.Ticks == 0)
            {
                string now = await service.VersionAsync();
                served += now == version ? 0 : 1;
                version = now;
                Console.WriteLine(
                    $"  {passed.TotalSeconds,5:n0} s  {service.Memory / 1e6:n0} MB  {served} of {replaced} new models in service");
                service.Replace(++replaced);
            }
            await Task.WhenAny(running, Task.Delay(s_lookEvery, cancellation));
            memory.Add(service.Memory / 1e6);
        }
        LoadResult result = await running;
        return new MemoryResult(memory, result.Milliseconds.Count, result.Failed, served, replaced);
    }
}
