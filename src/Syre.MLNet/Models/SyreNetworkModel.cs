using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Tasks;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>A trained network with what is known of its training. Owned by its transformer, or by the caller who read it from a file.</summary>
public sealed class SyreNetworkModel : IDisposable
{
    private bool _disposed;

    internal SyreNetworkModel(
        PredictionTask task, ScoringNetwork network, LabelScale? scale, SyreNetworkOptions options, TrainingSummary summary, CollapseReport report)
    {
        (Task, ScoringNetwork, Scale, Options, Summary, Report) = (task, network, scale, options, summary, report);
        network.Bounds = scale is not null ? (scale.Lowest, scale.Highest)
            // An infinite logit would make the others' probabilities NaN.
            : network.IsUnbounded ? (float.MinValue, float.MaxValue)
            : null;
    }

    /// <summary>
    /// The network in TorchSharp, in evaluation mode: the built-in one, which takes raw features <c>[rows, features]</c>, or the user's own, which takes
    /// them scaled. It gives <c>[rows, outputs]</c>: logits, or for regression the label in units of its standard deviation.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public torch.nn.Module<torch.Tensor, torch.Tensor> Network => ScoringNetwork.Visible;

    /// <summary>The options of the training.</summary>
    public SyreNetworkOptions Options { get; }

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary { get; }

    /// <summary>Whether it has collapsed, where, and why.</summary>
    public CollapseReport Report { get; }

    /// <summary>The task.</summary>
    internal PredictionTask Task { get; }

    /// <summary>The network, its preprocessing included.</summary>
    internal ScoringNetwork ScoringNetwork
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return field;
        }
    }

    /// <summary>How regression labels relate to outputs.</summary>
    internal LabelScale? Scale { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        ScoringNetwork.Dispose();
        _disposed = true;
    }
}
