using System.Runtime.InteropServices;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// Dropout whose masks come from a generator of its own: the process-wide one is neither read nor moved, and drawing costs a fraction of
/// libtorch's serial generator (measured on CPU at 256 × 256: see the benchmarks).
/// </summary>
internal sealed class MaskedDropout : ExplicitModule
{
    private readonly MaskGenerator _generator;

    /// <param name="generator">Draws the masks.</param>
    public MaskedDropout(MaskGenerator generator)
        : base(nameof(MaskedDropout)) => _generator = generator;

    /// <summary>The share of activations set to zero, in [0, 1).</summary>
    public double Rate { get; private set; }

    /// <summary>Begins a step of training.</summary>
    /// <param name="step">Its number, which the masks depend on.</param>
    /// <param name="rate">The share of activations set to zero, in [0, 1).</param>
    public void BeginStep(long step, double rate)
    {
        Rate = rate;
        _generator.Begin(step);
    }

    public override Tensor forward(Tensor input)
    {
        if (!training || Rate == 0)
            return input.alias();
        using Tensor mask = empty(input.shape, float32, CPU);
        _generator.Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), Rate);
        using Tensor onDevice = mask.to(input.device);
        return input * onDevice;
    }
}
