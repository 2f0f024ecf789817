using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Training;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Trainers;

/// <summary>
/// What is measured of a trained network besides its probe, from the same run: its loss, and what the per-row diagnostics compare with.
/// </summary>
internal sealed class NetworkFinish : IDisposable
{
    private readonly Objective _objective;
    private readonly ScoringNetwork _network;
    private readonly LabelledRows _rows;
    private readonly MeasureLog _log;
    private readonly Tensor? _constant;
    private TrainingSubspace? _subspace;
    private readonly List<float> _means = [], _logVariances = [];
    private double? _loss, _constantLoss;
    private int _latents;
    private bool _knowsSizes, _knowsSubspace;

    /// <param name="objective">What is learnt.</param>
    /// <param name="network">The network, trained.</param>
    /// <param name="rows">The rows that it is measured on.</param>
    /// <param name="log">Where it is said what could not be measured.</param>
    public NetworkFinish(Objective objective, ScoringNetwork network, LabelledRows rows, MeasureLog log)
    {
        (_objective, _network, _rows, _log) = (objective, network, rows, log);
        _constant = log.Try(nameof(CollapseEvidence.ConstantLoss), null, Constant, null);
        Begin();
    }

    /// <summary>Forgets the batches so far: the network is run anew.</summary>
    public void Begin()
    {
        _subspace?.Dispose();
        (IReadOnlyList<ObservedLayer> layers, IReadOnlyList<int> kept) = _log.Try<(IReadOnlyList<ObservedLayer>, IReadOnlyList<int>)>(
            nameof(CollapseReport.Layers), null, () => (_network.DescribeHidden(), _network.ExportedLayers()), ([], []));
        _subspace = new TrainingSubspace(layers, kept, _network.Outputs);
        (_loss, _constantLoss) = (0, _constant is null && _objective.HasLabel ? null : 0);
        _means.Clear();
        _logVariances.Clear();
        _knowsSizes = _knowsSubspace = true;
    }

    /// <summary>Adds a batch.</summary>
    public void Add(NetworkTrace trace, Batch inputs, LabelledBatch labels)
    {
        _knowsSizes = _knowsSizes && _log.Try("ActiveShare", null, () => _subspace!.AddSizes(trace));
        _knowsSubspace = _knowsSubspace && _log.Try(nameof(CollapseReport.RowProfile), null, () => _subspace!.Add(trace));
        long rows = trace.Outputs.shape[0];
        double share = (double)rows / _rows.Count;
        _loss = _log.Try(nameof(CollapseEvidence.Loss), null,
            () => _loss + share * Loss(_objective.HasLabel ? trace.Outputs : _network.Judged(inputs), labels), null);
        if (!_objective.HasLabel)
            AddLabelFree(inputs, share);
        if (_constant is { } constant)
        {
            _constantLoss = _log.Try(nameof(CollapseEvidence.ConstantLoss), null,
                () => _constantLoss + share * Loss(constant.expand(rows, _network.Outputs), labels), null);
        }
    }

    /// <summary>What is known of the training.</summary>
    public CollapseEvidence Evidence(TrainingOutcome outcome, LabelledRows? heldBack, double? referenceError) => new()
    {
        Loss = _loss,
        ConstantLoss = _constantLoss,
        ValidationError = outcome.Validation?.Error,
        ReferenceError = referenceError,
        ErrorUncertainty = _log.Try(nameof(CollapseEvidence.ErrorUncertainty), null,
            () => outcome.Validation is { } validation && heldBack is not null && referenceError is { } reference
                ? _objective.ErrorUncertainty(validation.Error, reference, heldBack.Count)
                : null,
            null),
    };

    /// <summary>
    /// The per-row diagnostics; the caller owns them. Where the subspace is not known, the slots that compare with it are NaN.
    /// </summary>
    public RowDiagnostics CreateColumn(CollapseReport report)
    {
        TrainingSubspace subspace = _subspace!;
        RowDiagnostics? known = _knowsSizes && _knowsSubspace && subspace.HasRows
            ? _log.Try<RowDiagnostics?>(nameof(CollapseReport.RowProfile), null, () => subspace.CreateColumn(report), null)
            : null;
        return known ?? subspace.CreateUnknownColumn(report);
    }

    /// <summary>The latents of a variational autoencoder; null for other networks.</summary>
    public LatentReport? Latents()
    {
        using var scope = NewDisposeScope();
        return _means.Count == 0 ? null : CollapseDiagnostics.Latents(All(_means), All(_logVariances));

        Tensor All(List<float> values) => tensor(values.ToArray()).reshape(-1, _latents);
    }

    public void Dispose() => _subspace?.Dispose();

    private void AddLabelFree(Batch inputs, double share)
    {
        _constantLoss = _log.Try(nameof(CollapseEvidence.ConstantLoss), null,
            () => _constantLoss + share * _network.ConstantLoss(inputs), null);
        _log.Try(nameof(CollapseReport.Latents), null, () =>
        {
            if (_network.Posterior(inputs) is not var (mean, logVariance))
                return;
            _latents = (int)mean.shape[1];
            _means.AddRange(HostValues.Copy<float>(mean));
            _logVariances.AddRange(HostValues.Copy<float>(logVariance));
        });
    }

    /// <summary>
    /// The best answer that is the same for all rows; null where the labels are the same themselves, which that
    /// answer cannot be compared with.
    /// </summary>
    private Tensor? Constant()
    {
        if (!_objective.HasLabel)
            return null;
        Tensor targets = _rows.Batch(0, _rows.Count).Labels.Targets;
        if (targets.numel() > 0 && targets.min().eq(targets.max()).item<bool>())
        {
            _log.Note(nameof(CollapseEvidence.ConstantLoss), null,
                "All rows have the same label, so that a constant answer is the best there is.");
            return null;
        }
        return _objective.ConstantOutputs(targets, _network.Outputs);
    }

    private double Loss(Tensor outputs, LabelledBatch labels) => _objective.Loss(outputs, labels with { Weights = null }).item<float>();
}
