using System.Diagnostics;
using Syre.MLNet.Networks;
using Syre.Torch;

namespace Syre.MLNet.Training;

/// <summary>A training under way: the network, its best state so far, the optimizer, and where it stands.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _before;

    /// <param name="network">The network, initialised.</param>
    /// <param name="optimizer">The optimizer; owned from now on.</param>
    public TrainingRun(ScoringNetwork network, SyreAdamW optimizer)
    {
        (Network, Optimizer) = (network, optimizer);
        Best = new NetworkSnapshot(network);
    }

    /// <summary>The network.</summary>
    public ScoringNetwork Network { get; }

    /// <summary>The optimizer.</summary>
    public SyreAdamW Optimizer { get; }

    /// <summary>The network of the best epoch so far.</summary>
    public NetworkSnapshot Best { get; }

    /// <summary>Where it stands.</summary>
    public TrainingState State { get; private set; } = TrainingState.Begin;

    /// <summary>Time since training began, without pauses between processes.</summary>
    public TimeSpan Elapsed => _before + _clock.Elapsed;

    /// <summary>An epoch is done.</summary>
    public void Advance(int epoch, long steps, double trainingLoss, BestEpoch best) => State = new(epoch, steps, trainingLoss, best, Elapsed);

    /// <summary>Goes on from an earlier state, whose tensors are the network's, the best network's and the optimizer's already.</summary>
    public void Resume(TrainingState state)
    {
        (State, _before) = (state, state.Elapsed);
        _clock.Restart();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Best.Dispose();
        Optimizer.Dispose();
    }
}
