using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Syre.Torch;
using TorchSharp;

namespace Syre.Benchmarks;

/// <summary>What syre costs: the same optimizer with plain decay, with θ0 stored, and with θ0 made anew in each step.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class SyreVersusPlain
{
    private const string WholeStep = "whole step";
    private const string UpdateOnly = "update only";
    private TrainingLoop? _plain, _stored, _regenerated;

    /// <summary>Network and batch.</summary>
    [ParamsSource(typeof(TrainingStep), nameof(TrainingStep.Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Wide;

    [GlobalSetup]
    public void Setup()
    {
        torch.set_num_threads(2);
        _plain = Loop(new SyreOptions { Mode = DecayMode.Plain });
        _stored = Loop(new SyreOptions { StaticBiasStorage = StaticBiasStorage.Stored });
        _regenerated = Loop(new SyreOptions { StaticBiasStorage = StaticBiasStorage.Regenerated });
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory(WholeStep)]
    public void Plain() => _plain!.Step();

    /// <summary>θ0 in memory.</summary>
    [Benchmark, BenchmarkCategory(WholeStep)]
    public void SyreStored() => _stored!.Step();

    /// <summary>θ0 from its seed.</summary>
    [Benchmark, BenchmarkCategory(WholeStep)]
    public void SyreRegenerated() => _regenerated!.Step();

    /// <summary>The reference of the update alone.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory(UpdateOnly)]
    public void PlainUpdate() => _plain!.Update();

    /// <summary>θ0 in memory; for information.</summary>
    [Benchmark, BenchmarkCategory(UpdateOnly)]
    public void SyreStoredUpdate() => _stored!.Update();

    /// <summary>θ0 from its seed; for information.</summary>
    [Benchmark, BenchmarkCategory(UpdateOnly)]
    public void SyreRegeneratedUpdate() => _regenerated!.Update();

    [GlobalCleanup]
    public void Cleanup()
    {
        _plain?.Dispose();
        _stored?.Dispose();
        _regenerated?.Dispose();
    }

    private TrainingLoop Loop(SyreOptions options) =>
        new(Shape, network => new SyreAdamW(network.named_parameters(), TrainingLoop.LearningRate, options: options));
}
