using CollapseLab.Data;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>
/// Everything random of a run with TorchSharp but θ0. It is the same for the same seed, whatever runs beside it: libtorch's own generator,
/// which all threads share, is not used.
/// </summary>
internal sealed class Chance : IDisposable
{
    private readonly Generator _generator;
    private readonly long _seed;

    public Chance(long seed) => (_seed, _generator) = (seed, new Generator((ulong)seed));

    /// <summary>Draws the weights anew: matrices and kernels evenly from ±1/√fan_in, as PyTorch does; biases are 0, norms stay.</summary>
    public void Initialise(nn.Module network)
    {
        using var _ = no_grad();
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            double bound = 1 / Math.Sqrt((double)parameter.numel() / parameter.shape[0]);
            if (parameter.dim() > 1)
                parameter.uniform_(-bound, bound, _generator);
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                parameter.Fill_(0);
        }
    }

    /// <summary>Standard normal numbers.</summary>
    public Tensor Normal(long rows, long columns) => randn([rows, columns], generator: _generator);

    /// <summary>The rows of an epoch's batches in random order, all of one size: what is left over is left out.</summary>
    public IEnumerable<int[]> Batches(int rows, int size, int epoch) =>
        ImageRows.Order(rows, _seed, $"epoch {epoch}").Chunk(size).Where(batch => batch.Length == size);

    public void Dispose() => _generator.Dispose();
}
