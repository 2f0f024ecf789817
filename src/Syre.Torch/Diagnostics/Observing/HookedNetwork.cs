using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>A network whose weight modules report to the pass that runs on their thread, if any.</summary>
internal sealed class HookedNetwork : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly ThreadLocal<ForwardPass?> current = new();
    private readonly List<Action> removers = [];

    public HookedNetwork(nn.Module<Tensor, Tensor> network)
    {
        this.network = network;
        Modules = WeightModule.AllOf(network);
        foreach (WeightModule module in Modules)
            removers.AddRange(module.Hook(
                input => current.Value is { } pass ? pass.Read(module, input) : input,
                output => current.Value is { } pass ? pass.Wrote(module, output) : output));
    }

    public IReadOnlyList<WeightModule> Modules { get; }

    public Tensor Run(Tensor input, ForwardPass pass)
    {
        current.Value = pass;
        try
        {
            return network.call(input);
        }
        finally
        {
            current.Value = null;
        }
    }

    public void Dispose()
    {
        foreach (Action remove in removers)
            remove();
        current.Dispose();
    }
}
