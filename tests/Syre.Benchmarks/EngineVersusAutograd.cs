using BenchmarkDotNet.Attributes;
using Syre.Cpu;
using TorchSharp;

namespace Syre.Benchmarks;

/// <summary>One whole step of the built-in network, by the CPU engine against autograd, on one thread.</summary>
public class EngineVersusAutograd
{
    private BuiltInLoop? _autograd, _engine, _narrow;

    /// <summary>Network and batch.</summary>
    [ParamsSource(nameof(Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Standard;

    /// <summary>The shapes that goals are set for.</summary>
    public static IEnumerable<NetworkShape> Shapes => [NetworkShape.Standard, NetworkShape.Narrow, NetworkShape.Large];

    [GlobalSetup]
    public void Setup()
    {
        torch.set_num_threads(1);
        _autograd = BuiltInLoop.ByAutograd(Shape);
        _engine = BuiltInLoop.ByEngine(Shape, threads: 1);
        _narrow = BuiltInLoop.ByEngine(Shape, threads: 1, RegisterWidth.Bits256);
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
    public void Autograd() => _autograd!.Step();

    /// <summary>The engine on the widest registers that are fast here.</summary>
    [Benchmark]
    public void Engine() => _engine!.Step();

    /// <summary>The engine on registers of 256 bits.</summary>
    [Benchmark]
    public void EngineOf256Bits() => _narrow!.Step();

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (BuiltInLoop? loop in new[] { _autograd, _engine, _narrow })
            loop?.Dispose();
    }
}
