using System.Runtime.ExceptionServices;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Training;
using Syre.Torch;

namespace Syre.MLNet.Fitting;

/// <summary>
/// What comes out of a fit: a trained network, what was measured of it, and its per-row diagnostics. It owns their native memory until
/// <see cref="Complete"/> hands them over: what goes wrong in between, or a policy that throws, leaves nothing behind.
/// </summary>
/// <param name="network">The network; owned from now on.</param>
/// <param name="objective">What it was trained for.</param>
/// <param name="summary">How the training went.</param>
/// <param name="report">What was measured.</param>
/// <param name="diagnostics">The per-row diagnostics, owned from now on; null where measuring failed.</param>
/// <param name="failure">Why it did.</param>
internal sealed class FittedNetwork(
    ScoringNetwork network,
    Objective objective,
    TrainingSummary summary,
    CollapseReport report,
    RowDiagnostics? diagnostics,
    Exception? failure = null) : IDisposable
{
    private bool _ownsNetwork = true, _ownsDiagnostics = true;

    /// <summary>The network, in evaluation mode.</summary>
    public ScoringNetwork Network => network;

    /// <summary>What it was trained for, with the scales of the labels.</summary>
    public Objective Objective => Interval is null ? objective : objective.Covering(Interval);

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary => Interval is null ? summary : summary with { Interval = Interval };

    /// <summary>What intervals or sets of classes are made of; null where there are none.</summary>
    public IntervalSummary? Interval { get; set; }

    /// <summary>What was measured.</summary>
    public CollapseReport Report => report;

    /// <summary>What a training that goes on from it must know; null before training.</summary>
    public TrainingOrigin? Origin { get; init; }

    /// <summary>The optimizer's state at the epoch kept; null where it was not asked for.</summary>
    public byte[]? OptimizerState { get; init; }

    /// <summary>
    /// Outputs, not bounded, for the rows held back, row after row, each of the epoch that the other rows chose; null where no intervals
    /// are asked for.
    /// </summary>
    public float[]? CrossOutputs { get; init; }

    /// <summary>The members of an ensemble, whose networks it owns; none of one network.</summary>
    public IReadOnlyList<FittedNetwork> Members { get; private init; } = [];

    /// <summary>The per-row diagnostics.</summary>
    public RowDiagnostics Diagnostics => diagnostics!;

    /// <summary>The same; null where measuring failed.</summary>
    public RowDiagnostics? KnownDiagnostics => diagnostics;

    /// <summary>
    /// An ensemble with this member's diagnostics, which owns from now on what its members owned, their own diagnostics too.
    /// </summary>
    /// <param name="ensemble">The network, which owns the members'.</param>
    /// <param name="learnt">What it learnt.</param>
    /// <param name="trained">How the training went.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="members">All members.</param>
    public FittedNetwork AsEnsemble(
        ScoringNetwork ensemble, Objective learnt, TrainingSummary trained, CollapseReport measured, IReadOnlyList<FittedNetwork> members)
    {
        foreach (FittedNetwork member in members)
            member._ownsNetwork = member._ownsDiagnostics = false;
        return new FittedNetwork(
            ensemble, learnt, trained, measured, diagnostics,
            failure ?? members.Select(member => member.Failure).FirstOrDefault(one => one is not null))
        {
            Origin = members[0].Origin,
            Members = members,
        };
    }

    /// <summary>Why measuring failed; null where it did not.</summary>
    private Exception? Failure => failure;

    /// <summary>Makes a model of it, and what scores with the model.</summary>
    /// <param name="makeModel">Makes the model, which owns the network.</param>
    /// <param name="makeWhole">Makes what is asked for, which owns model and diagnostics.</param>
    /// <param name="accept">Looks at it before it is handed over; may throw.</param>
    /// <exception cref="TrainingFailedException">Something failed; the exception holds the model.</exception>
    public TWhole Complete<TModel, TWhole>(
        Func<FittedNetwork, TModel> makeModel, Func<TModel, RowDiagnostics, TWhole> makeWhole, Action<TWhole> accept)
        where TModel : IDisposable
        where TWhole : class, IDisposable
    {
        TModel model = makeModel(this);
        TWhole? whole = null;
        try
        {
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            whole = makeWhole(model, diagnostics!);
            accept(whole);
            _ownsNetwork = _ownsDiagnostics = false;
            return whole;
        }
        catch (Exception e) when (TrainingFailedException.Keeps(e))
        {
            _ownsNetwork = false;
            throw new TrainingFailedException(model, e);
        }
        catch
        {
            if (whole is not null)
            {
                _ownsNetwork = _ownsDiagnostics = false;
                whole.Dispose();
            }
            throw;
        }
    }

    /// <summary>Leaves the network to whoever made this.</summary>
    public void LeaveNetwork() => _ownsNetwork = false;

    public void Dispose()
    {
        if (_ownsDiagnostics)
        {
            diagnostics?.Dispose();
            foreach (FittedNetwork member in Members)
                member.KnownDiagnostics?.Dispose();
        }
        if (_ownsNetwork)
            network.Dispose();
    }
}
