using TorchSharp;

namespace Syre.MLNet.Runtime;

/// <summary>
/// What libtorch keeps for the process (thread count) or the thread (gradient and inference mode), set for one training and put back as it
/// was. The random generator stays the caller's: see <see cref="TorchRandomness"/>.
/// </summary>
internal sealed class TorchState : IDisposable
{
    private static readonly Lock s_count = new();
    private static int s_active, s_callersThreads;

    [ThreadStatic]
    private static int s_activeHere;

    private readonly int _threads;
    private readonly IDisposable _mode;

    /// <summary>Keeps the present state, then switches gradients on and inference mode off.</summary>
    public TorchState()
    {
        _mode = torch.inference_mode(false);
        lock (s_count)
        {
            int threads = torch.get_num_threads();
            if (s_active++ == 0)
                s_callersThreads = threads;
            // A thread that meets libtorch while another one trains finds that training's number, not its caller's.
            _threads = s_active == 1 || s_activeHere > 0 ? threads : s_callersThreads;
            s_activeHere++;
        }
    }

    /// <summary>Sets the number of threads until this is disposed.</summary>
    public void UseThreads(int threads)
    {
        lock (s_count)
            torch.set_num_threads(threads);
    }

    /// <summary>Puts everything back.</summary>
    public void Dispose()
    {
        lock (s_count)
        {
            torch.set_num_threads(_threads);
            s_active--;
            s_activeHere--;
        }
        _mode.Dispose();
    }
}
