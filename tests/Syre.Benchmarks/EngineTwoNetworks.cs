using BenchmarkDotNet.Attributes;
using Syre.MLNet;

namespace Syre.Benchmarks;

/// <summary>Two trainings by the CPU engine at once, as of members and folds, against one after the other on one thread.</summary>
public class EngineTwoNetworks
{
    /// <summary>The start of two threads, some tenths of a millisecond, is a small part of so many.</summary>
    private const int Steps = 64;

    private BuiltInLoop[] _alone = [], _sharing = [];

    /// <summary>Network and batch.</summary>
    [ParamsSource(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Standard;

    [GlobalSetup]
    public void Setup()
    {
        _alone = [BuiltInLoop.ByEngine(Shape, threads: 1), BuiltInLoop.ByEngine(Shape, threads: 1)];
        _sharing = [BuiltInLoop.ByEngine(Shape, threads: 2), BuiltInLoop.ByEngine(Shape, threads: 2)];
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
    public void OneAfterTheOther() => Array.ForEach(_alone, loop => Train(loop));

    /// <summary>Both at once, with two threads each to share between them.</summary>
    [Benchmark]
    public void AtOnce() => ParallelFits.Run(_sharing, Train);

    [GlobalCleanup]
    public void Cleanup()
    {
        Array.ForEach(_alone, loop => loop.Dispose());
        Array.ForEach(_sharing, loop => loop.Dispose());
    }

    private static BuiltInLoop Train(BuiltInLoop loop)
    {
        for (int step = 0; step < Steps; step++)
            loop.Step();
        return loop;
    }
}
