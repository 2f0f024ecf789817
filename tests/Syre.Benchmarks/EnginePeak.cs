using BenchmarkDotNet.Attributes;

namespace Syre.Benchmarks;

/// <summary>
/// One whole step of the CPU engine against the time that one core takes for as many multiply-adds as its matrix products have, done by
/// nothing else: the share of the peak is the inverse of the ratio.
/// </summary>
public class EnginePeak
{
    private BuiltInLoop? _one, _two;
    private double _operations;

    /// <summary>Network and batch.</summary>
    [ParamsSource(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Standard;

    [GlobalSetup]
    public void Setup()
    {
        _operations = BuiltInLoop.Operations(Shape);
        _one = BuiltInLoop.ByEngine(Shape, threads: 1);
        _two = BuiltInLoop.ByEngine(Shape, threads: 2);
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
    public void PeakOfOneCore() => FmaPeak.Run(_operations);

    /// <summary>One thread.</summary>
    [Benchmark]
    public void OneThread() => _one!.Step();

    /// <summary>Two threads.</summary>
    [Benchmark]
    public void TwoThreads() => _two!.Step();

    [GlobalCleanup]
    public void Cleanup()
    {
        _one?.Dispose();
        _two?.Dispose();
    }
}
