using BenchmarkDotNet.Attributes;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.Benchmarks;

/// <summary>Dropout of 256 × 256 activations: libtorch's against ours, which leaves its generator alone. For information.</summary>
public class DropoutMask
{
    private const double Rate = 0.15;
    private Tensor? _activations;
    private MaskedDropout? _masked;

    /// <summary>Makes the activations.</summary>
    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(2);
        _activations = randn(256, 256);
        _masked = new MaskedDropout(new MaskGenerator(1));
        _masked.BeginStep(0, Rate);
    }

    /// <summary>The reference.</summary>
    [Benchmark(Baseline = true)]
    public void TorchSharpDropout() => nn.functional.dropout(_activations!, Rate, training: true).Dispose();

    /// <summary>Ours.</summary>
    [Benchmark]
    public void MaskedDropout() => _masked!.forward(_activations!).Dispose();

    /// <summary>Gives the tensors back.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _masked?.Dispose();
        _activations?.Dispose();
    }
}
