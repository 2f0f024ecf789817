using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>One run through a network on one thread: what is told, and may be replaced, when a weight module
/// reads and has written.</summary>
internal sealed class ForwardPass
{
    private readonly Dictionary<WeightModule, int> _calls = [];

    /// <summary>Called with a module, how often it was called before, and what it reads; gives what it reads instead.</summary>
    public Func<WeightModule, int, Tensor, Tensor> Reading { get; init; } = (_, _, input) => input;

    /// <summary>The same of what it wrote.</summary>
    public Func<WeightModule, int, Tensor, Tensor> Written { get; init; } = (_, _, output) => output;

    public Tensor Read(WeightModule module, Tensor input)
    {
        int before = _calls.GetValueOrDefault(module);
        _calls[module] = before + 1;
        return Reading(module, before, input);
    }

    public Tensor Wrote(WeightModule module, Tensor output) => Written(module, _calls.GetValueOrDefault(module, 1) - 1, output);
}
