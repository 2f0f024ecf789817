using BenchmarkDotNet.Attributes;
using Syre.Cpu;

namespace Syre.Benchmarks;

/// <summary>One whole step of the CPU engine on two threads against one.</summary>
public class EngineThreads
{
    private BuiltInLoop? _one, _two;

    /// <summary>Network and batch.</summary>
    [ParamsSource(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Standard;

    /// <summary>Registers.</summary>
    [ParamsSource(nameof(Widths))]
    public RegisterWidth Registers { get; set; }

    /// <summary>Those of 512 and of 256 bits, as far as this machine has them.</summary>
    public static IEnumerable<RegisterWidth> Widths =>
        new[] { RegisterWidth.Bits512, RegisterWidth.Bits256 }.Where(width => width <= CpuSupport.Widest);

    [GlobalSetup]
    public void Setup()
    {
        _one = BuiltInLoop.ByEngine(Shape, threads: 1, Registers);
        _two = BuiltInLoop.ByEngine(Shape, threads: 2, Registers);
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
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
