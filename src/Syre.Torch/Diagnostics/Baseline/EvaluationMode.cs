using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Baseline;

/// <summary>While it lives, a network and all its modules are in evaluation mode; then each is in its own again.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] _modes;

    public EvaluationMode(nn.Module network)
    {
        _modes = [.. network.modules().Prepend(network).Distinct().Select(module => (module, module.training))];
        network.eval();
    }

    public void Dispose()
    {
        // A module's mode is set with its children's, so parents come first, as modules() has them.
        foreach ((nn.Module module, bool training) in _modes)
        {
            if (module.training != training)
                module.train(training);
        }
    }
}
