using Syre.MLNet.Networks;
using Syre.MLNet.Tasks;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>A trained text network with what is known of its training. Owned by its transformer.</summary>
public sealed class SyreTextClassificationModel : IDisposable
{
    private bool _disposed;

    internal SyreTextClassificationModel(
        PredictionTask task, TextNetwork network, SyreTextClassificationOptions options, TrainingSummary summary, CollapseReport report) =>
        (Task, TextNetwork, Options, Summary, Report) = (task, network, options, summary, report);

    /// <summary>The network in TorchSharp, in evaluation mode: weighted n-grams <c>[rows, n-grams]</c> to logits <c>[rows, outputs]</c>.</summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public torch.nn.Module<torch.Tensor, torch.Tensor> Network => TextNetwork;

    /// <summary>The options of the training.</summary>
    public SyreTextClassificationOptions Options { get; }

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary { get; }

    /// <summary>Whether it has collapsed, where, and why.</summary>
    public CollapseReport Report { get; }

    /// <summary>The task.</summary>
    internal PredictionTask Task { get; }

    /// <summary>The network.</summary>
    internal TextNetwork TextNetwork
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return field;
        }
    }

    /// <summary>Gives back the network's native memory.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        TextNetwork.Dispose();
        _disposed = true;
    }
}
