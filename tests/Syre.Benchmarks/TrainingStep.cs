using BenchmarkDotNet.Attributes;
using Syre.Torch;
using TorchSharp;

namespace Syre.Benchmarks;

/// <summary>One whole training step: TorchSharp's AdamW without syre against ours with it.</summary>
public class TrainingStep
{
    private TrainingLoop? _torchSharp, _syre;

    /// <summary>Network and batch.</summary>
    [ParamsSource(nameof(Shapes))]
    public NetworkShape Shape { get; set; } = NetworkShape.Wide;

    /// <summary>Threads of libtorch.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>The shapes that goals are set for.</summary>
    public static IEnumerable<NetworkShape> Shapes => [NetworkShape.Wide, NetworkShape.Narrow];

    [GlobalSetup]
    public void Setup()
    {
        torch.set_num_threads(Threads);
        _torchSharp = new TrainingLoop(Shape, network => torch.optim.AdamW(network.parameters(), TrainingLoop.LearningRate));
        _syre = new TrainingLoop(Shape, network => new SyreAdamW(network.named_parameters(), TrainingLoop.LearningRate));
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
    public void TorchSharpAdamW() => _torchSharp!.Step();

    /// <summary>syre, θ0 stored.</summary>
    [Benchmark]
    public void SyreAdamW() => _syre!.Step();

    [GlobalCleanup]
    public void Cleanup()
    {
        _torchSharp?.Dispose();
        _syre?.Dispose();
    }
}
