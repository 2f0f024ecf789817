using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>A network whose weight modules report to the pass that runs on their thread, if any.</summary>
internal sealed class HookedNetwork : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly ThreadLocal<ForwardPass?> _current = new();
    private readonly List<Action> _removers = [];

    public HookedNetwork(nn.Module<Tensor, Tensor> network)
    {
        _network = network;
        Modules = WeightModule.AllOf(network);
        foreach (WeightModule module in Modules)
        {
            _removers.AddRange(module.Hook(
                input => _current.Value is { } pass ? pass.Read(module, input) : input,
                output => _current.Value is { } pass ? pass.Wrote(module, output) : output));
        }
    }

    public IReadOnlyList<WeightModule> Modules { get; }

    public Tensor Run(Tensor input, ForwardPass pass)
    {
        _current.Value = pass;
        try
        {
            return _network.call(input);
        }
        finally
        {
            _current.Value = null;
        }
    }

    public void Dispose()
    {
        foreach (Action remove in _removers)
            remove();
        _current.Dispose();
    }
}
