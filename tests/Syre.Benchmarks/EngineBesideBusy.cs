using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using TorchSharp;

namespace Syre.Benchmarks;

/// <summary>
/// One whole step of the CPU engine on as many threads as there are cores, beside processes that never rest: against the engine on one
/// thread of an idle machine, and against autograd beside the same processes.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class EngineBesideBusy
{
    private const string OfAlone = "of one thread alone", OfAutograd = "of autograd";

    private BuiltInLoop? _loop;
    private BusyProcesses? _busy;

    /// <summary>Number of busy processes.</summary>
    [Params(1, 8)]
    public int Processes { get; set; }

    /// <summary>
    /// Largest ratio to one thread of an idle machine: four fifths of the speed that a thread's share of the cores allows.
    /// </summary>
    public static double AtMost(int processes) => 1 / (0.8 * Math.Min(1, Environment.ProcessorCount / (processes + 1.0)));

    /// <summary>Prepares what rests.</summary>
    [GlobalSetup(Target = nameof(Alone))]
    public void SetUpAlone() => _loop = BuiltInLoop.ByEngine(NetworkShape.Standard, threads: 1);

    /// <summary>Prepares what is crowded.</summary>
    [GlobalSetup(Targets = [nameof(Beside), nameof(BesideAgain)])]
    public void SetUpBeside()
    {
        _loop = BuiltInLoop.ByEngine(NetworkShape.Standard, Environment.ProcessorCount);
        _busy = new BusyProcesses(Processes);
    }

    /// <summary>Prepares autograd.</summary>
    [GlobalSetup(Target = nameof(Autograd))]
    public void SetUpAutograd()
    {
        torch.set_num_threads(1);
        _loop = BuiltInLoop.ByAutograd(NetworkShape.Standard);
        _busy = new BusyProcesses(Processes);
    }

    /// <summary>The reference: one thread, no busy process.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory(OfAlone)]
    public void Alone() => _loop!.Step();

    /// <summary>The engine beside busy processes.</summary>
    [Benchmark, BenchmarkCategory(OfAlone)]
    public void Beside() => _loop!.Step();

    /// <summary>The reference: autograd on one thread beside busy processes.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory(OfAutograd)]
    public void Autograd() => _loop!.Step();

    /// <summary>The engine beside busy processes.</summary>
    [Benchmark, BenchmarkCategory(OfAutograd)]
    public void BesideAgain() => _loop!.Step();

    [GlobalCleanup]
    public void Cleanup()
    {
        _busy?.Dispose();
        _loop?.Dispose();
    }
}
