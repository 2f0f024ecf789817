using BenchmarkDotNet.Attributes;
using Syre.Torch;

namespace Syre.Benchmarks;

/// <summary>What syre costs in the CPU engine, on one thread: plain decay, θ0 in memory, θ0 made anew in each step.</summary>
public class EngineSyre
{
    private BuiltInLoop? _plain, _stored, _regenerated;

    /// <summary>Network and batch.</summary>
    [ParamsSource(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Standard;

    [GlobalSetup]
    public void Setup()
    {
        _plain = Loop(BuiltInLoop.Stored with { Mode = DecayMode.Plain });
        _stored = Loop(BuiltInLoop.Stored with { StaticBiasStorage = StaticBiasStorage.Stored });
        _regenerated = Loop(BuiltInLoop.Stored with { StaticBiasStorage = StaticBiasStorage.Regenerated });
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
    public void Plain() => _plain!.Step();

    /// <summary>θ0 in memory: 4 bytes a parameter.</summary>
    [Benchmark]
    public void SyreStored() => _stored!.Step();

    /// <summary>θ0 from its seed: no memory.</summary>
    [Benchmark]
    public void SyreRegenerated() => _regenerated!.Step();

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (BuiltInLoop? loop in new[] { _plain, _stored, _regenerated })
            loop?.Dispose();
    }

    private BuiltInLoop Loop(SyreOptions syre) => BuiltInLoop.ByEngine(Shape, threads: 1, syre: syre);
}
