// Puts load on the scoring service, on this machine. Measures requests a second and latency at 1, 8 and 64 clients. Then measures memory
// over minutes of load, with a new model every ten seconds. Exit code 0 when no request failed and memory stayed flat.
using System.CommandLine;
using ScoringService.LoadTest;

var model = new Argument<FileInfo>("model")
{
    Description = "A model file, as samples/ScoringService.Training writes.",
}.AcceptExistingOnly();
var minutes = new Option<double>("--minutes") { Description = "Length of the test of memory.", DefaultValueFactory = _ => 10 };
var seconds = new Option<double>("--seconds") { Description = "Length of each measure of speed.", DefaultValueFactory = _ => 10 };
var command = new RootCommand("Load test of samples/ScoringService.") { model, minutes, seconds };
command.SetAction(async (arguments, cancellation) =>
{
    using ServiceProcess service = await ServiceProcess.StartAsync(arguments.GetRequiredValue(model), cancellation);
    var load = new Load(service.Address, service.Model, await service.ExampleAsync());
    await load.RunAsync(clients: 8, TimeSpan.FromSeconds(2), cancellation);         // warms up
    Console.WriteLine("clients  requests/s   p50 ms   p99 ms   failed");
    long failed = 0;
    foreach (int clients in new[] { 1, 8, 64 })
    {
        LoadResult result = await load.RunAsync(clients, TimeSpan.FromSeconds(arguments.GetValue(seconds)), cancellation);
        Console.WriteLine(
            $"{clients,7} {result.PerSecond,11:n0} {result.Quantile(0.5),8:f2} {result.Quantile(0.99),8:f2} {result.Failed,8}");
        failed += result.Failed;
    }
    MemoryResult memory = await MemoryTest.RunAsync(service, load, TimeSpan.FromMinutes(arguments.GetValue(minutes)), cancellation);
    Console.WriteLine(memory);
    failed += memory.Failed;
    if (failed > 0)
        Console.WriteLine($"{failed} requests failed, the first by: {load.FirstFailure}");
    return failed == 0 && memory.IsFlat ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
