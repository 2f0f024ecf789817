using TorchSharp;

namespace Syre.MLNet.Training;

/// <summary>
/// What libtorch keeps for the whole process (random generator, thread count) or thread (gradient mode), set for one training and put back as it was.
/// </summary>
internal sealed class TorchState : IDisposable
{
    private readonly torch.Tensor _generator;
    private readonly int _threads;
    private readonly IDisposable _gradients;

    /// <summary>Keeps the present state, then seeds the generator and switches gradients on.</summary>
    public TorchState(long seed)
    {
        _generator = torch.get_rng_state().DetachFromDisposeScope();
        _threads = torch.get_num_threads();
        _gradients = torch.set_grad_enabled(true);
        torch.manual_seed(seed);
    }

    /// <summary>Sets the number of threads until this is disposed.</summary>
    public void UseThreads(int threads) => torch.set_num_threads(threads);

    /// <summary>Puts everything back.</summary>
    public void Dispose()
    {
        torch.set_num_threads(_threads);
        torch.set_rng_state(_generator);
        _generator.Dispose();
        _gradients.Dispose();
    }
}
