using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace Syre.Benchmarks;

/// <summary>
/// One whole step of the built-in network with syre by the CPU engine, against a plain network of the same widths, without dropout,
/// smoothing and syre, by TorchSharp's eager operations and its AdamW; each on one thread.
/// </summary>
public class EngineVersusEager
{
    private TrainingLoop? _eager;
    private BuiltInLoop? _engine;

    /// <summary>Network and batch.</summary>
    [ParamsSource(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Standard;

    [GlobalSetup]
    public void Setup()
    {
        torch.set_num_threads(1);
        _eager = new TrainingLoop(Shape, network => torch.optim.AdamW(network.parameters(), TrainingLoop.LearningRate));
        _engine = BuiltInLoop.ByEngine(Shape, threads: 1);
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
    public void TorchSharpAdamW() => _eager!.Step();

    /// <summary>The engine.</summary>
    [Benchmark]
    public void Engine() => _engine!.Step();

    [GlobalCleanup]
    public void Cleanup()
    {
        _eager?.Dispose();
        _engine?.Dispose();
    }
}
