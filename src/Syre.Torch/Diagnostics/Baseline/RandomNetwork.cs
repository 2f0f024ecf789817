using Syre.Torch.Diagnostics.Observing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Baseline;

/// <summary>
/// While it lives, a network has random weights, drawn as PyTorch draws them by default; then it has its own again, bit for bit.
/// Norms have gain 1 and bias 0, and batch norms the statistics of the first rows, as trained ones would mean nothing to random
/// weights. Other parameters stay.
/// </summary>
internal sealed class RandomNetwork : IDisposable
{
    private readonly List<(Tensor Live, Tensor Kept)> _state = [];

    /// <param name="network">The network, in evaluation mode.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="rows">Rows for the statistics of batch norms.</param>
    public RandomNetwork(nn.Module<Tensor, Tensor> network, long seed, Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (Tensor live in network.parameters().Concat(network.buffers()))
            _state.Add((live, live.detach().clone().DetachFromDisposeScope()));
        try
        {
            using var generator = new Generator((ulong)seed, CPU);
            foreach (WeightModule module in WeightModule.AllOf(network))
                module.Randomise(generator);
            nn.Module[] others = [.. network.modules().Distinct()];
            foreach (nn.Module module in others)
                Reset(module, generator);
            Calibrate(network, others.OfType<BatchNorm>(), rows);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gives the network its own weights back.</summary>
    public void Dispose()
    {
        using var _ = no_grad();
        foreach ((Tensor live, Tensor kept) in _state)
        {
            live.copy_(kept);
            kept.Dispose();
        }
    }

    private static void Reset(nn.Module module, Generator generator)
    {
        (Tensor? gain, Tensor? bias) = module switch
        {
            NormBase norm => (norm.weight, norm.bias),
            LayerNorm norm => (norm.weight, norm.bias),
            GroupNorm norm => (norm.weight, norm.bias),
            _ => ((Tensor?)null, (Tensor?)null),
        };
        gain?.fill_(HeldScalar.One);
        bias?.zero_();
        if (module is Embedding embedding)
            embedding.weight!.copy_(randn(embedding.weight.shape, float32, generator: generator));
    }

    /// <summary>Each batch norm, when it is reached, takes the mean and variance of what it reads.</summary>
    private static void Calibrate(nn.Module<Tensor, Tensor> network, IEnumerable<BatchNorm> norms, Tensor rows)
    {
        Action[] removers =
            [.. norms.Where(norm => norm.running_mean is not null).Select(norm => (Action)norm.register_forward_pre_hook((_, input) =>
        {
            using var scope = NewDisposeScope();
            Tensor channels = input.detach().transpose(0, 1).flatten(1);
            norm.running_mean!.copy_(channels.mean([1]));
            norm.running_var!.copy_(channels.var(1, unbiased: false));
            return input;
        }).remove)];
        try
        {
            if (removers.Length > 0)
                network.call(rows);
        }
        finally
        {
            foreach (Action remove in removers)
                remove();
        }
    }
}
