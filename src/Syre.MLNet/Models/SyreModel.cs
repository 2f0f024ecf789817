using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// A trained network with what is known of its training. Owned by its transformer, or by the caller who read it from a file.
/// </summary>
public abstract class SyreModel : IDisposable
{
    private bool _disposed;

    private protected SyreModel(
        PredictionTask task, ScoringNetwork network, SyreTrainerOptions options, TrainingSummary summary, CollapseReport report)
    {
        (Task, ScoringNetwork, Options, Summary, Report) = (task, network, options, summary, report);
        network.Bounds = OutputBounds.Of(task.Objective, network);
    }

    /// <summary>The network in TorchSharp, in evaluation mode.</summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public virtual torch.nn.Module<torch.Tensor, torch.Tensor> Network => ScoringNetwork.Visible;

    /// <summary>The options of the training.</summary>
    public virtual SyreTrainerOptions Options { get; }

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary { get; }

    /// <summary>Whether it has collapsed, where, and why.</summary>
    public CollapseReport Report { get; }

    /// <summary>What a training that goes on from it must know; of an ensemble the first member's.</summary>
    internal TrainingOrigin? Origin { get; init; }

    /// <summary>The members of an ensemble, whose networks it owns; none of one network.</summary>
    internal IReadOnlyList<SyreModel> Members { get; init; } = [];

    /// <summary>Of a member the per-row diagnostics of its own hidden layers, which it owns; null where they are not known.</summary>
    internal RowDiagnostics? Diagnostics { get; init; }

    /// <summary>The optimizer's state at the epoch kept; null where it was not asked for.</summary>
    internal byte[]? OptimizerState { get; init; }

    /// <summary>What it was trained for, fitted to the labels.</summary>
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

    /// <summary>Gives back the network's native memory.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        ScoringNetwork.Dispose();
        foreach (SyreModel member in Members)
            member.Diagnostics?.Dispose();
        _disposed = true;
        GC.SuppressFinalize(this);
    }
}
