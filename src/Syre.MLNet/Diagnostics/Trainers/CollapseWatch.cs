using System.Diagnostics;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Trainers;

/// <summary>
/// Measures a network on a sample of its training rows: at random, during training where that is asked for, and at the end. Every
/// measurement goes through a <see cref="MeasureLog"/>, so that none ends the training.
/// </summary>
internal sealed class CollapseWatch : ITrainingListener, ICheckpointed
{
    private const int BatchRows = 512;

    private readonly Objective _objective;
    private readonly ScoringNetwork _network;
    private readonly CollapseOptions _options;
    private readonly CollapseProbeOptions _probeOptions;
    private readonly LabelledRows _rows;
    private readonly MeasureLog _log;
    private readonly Cancellation _cancellation;
    private readonly List<CollapseEpoch> _history = [];
    private readonly Stopwatch _clock = new();
    private readonly CollapseReport? _baseline;
    private TimeSpan _before;
    private bool _isUntraced;

    /// <param name="objective">What is learnt.</param>
    /// <param name="network">The network, before training.</param>
    /// <param name="random">A random network of its shape; the network itself, where it starts as one.</param>
    /// <param name="rows">The sample, which the caller owns.</param>
    /// <param name="options">What to measure.</param>
    /// <param name="probeOptions">How.</param>
    /// <param name="cancellation">Asked at every batch.</param>
    public CollapseWatch(
        Objective objective, ScoringNetwork network, ScoringNetwork random, LabelledRows rows, CollapseOptions options,
        CollapseProbeOptions probeOptions, Cancellation cancellation)
    {
        (_objective, _network, _rows, _options, _probeOptions, _cancellation) =
            (objective, network, rows, options, probeOptions, cancellation);
        _log = new MeasureLog(options.BeforeMeasure);
        _clock.Start();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        (random.Sigma0, random.InitialDeviations) = (network.Sigma0, network.InitialDeviations);
        foreach (ScoringNetwork observed in new[] { network, random }.Distinct())
        {
            cancellation.CheckContext();
            bool isTraced = _log.Try(nameof(CollapseReport.Layers), null,
                () => observed.PrepareTrace(rows.Batch(0, Math.Min(BatchRows, rows.Count)).Inputs));
            if (!isTraced)
                LeaveUntraced(observed);
        }
        using CollapseProbe? probe = Probe(random, _log.Of(nameof(LayerReport.Baseline)));
        _baseline = probe is null ? null : _log.Try(nameof(LayerReport.Baseline), null, () => probe.Report(), null);
        if (options.HistoryEvery is not null)
            AddEpoch(probe, 0, null, null);
        _clock.Stop();
    }

    /// <summary>Time spent so far.</summary>
    public TimeSpan Duration => _before + _clock.Elapsed;

    /// <summary>The part of it that was spent between epochs.</summary>
    public TimeSpan DurationInTraining { get; private set; }

    /// <summary>A report that says nothing but what would have been measured.</summary>
    public CollapseReport NotMeasured => new()
    {
        Name = _probeOptions.Name, Rows = 0, Classes = _probeOptions.Classes, Layers = [], Thresholds = _options.Thresholds,
    };

    /// <summary>The column of diagnostics of the network as it is now, with numbers made up: of the shape of the one to come.</summary>
    public RowDiagnostics Rehearse()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _network.eval();
        NetworkTrace trace = _network.Trace(_rows.Batch(0, Math.Min(2, _rows.Count)).Inputs);
        return RowDiagnostics.Rehearse(_network, trace, NotMeasured);
    }

    /// <summary>Adds an epoch to the history, if it is due.</summary>
    public StopReason EpochDone(TrainingRun run, EpochResult epoch)
    {
        if (_options.HistoryEvery is not { } every || epoch.Epoch % every != 0)
            return StopReason.Completed;
        using Activity? phase = FitPhase.Begin("measure between");
        TimeSpan before = _clock.Elapsed;
        _clock.Start();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using CollapseProbe? probe = Probe(_network, _log);
        AddEpoch(probe, epoch.Epoch, epoch.TrainingLoss, epoch.Validation?.Error);
        _clock.Stop();
        DurationInTraining += _clock.Elapsed - before;
        return StopReason.Completed;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(DurationInTraining.Ticks);
        writer.Write(_isUntraced);
        writer.Write((NotMeasured with { History = _history, NotMeasured = _log.NotMeasured }).ToJson());
    }

    public void Load(BinaryReader reader)
    {
        _before = DurationInTraining = new TimeSpan(reader.ReadInt64());
        if (reader.ReadBoolean())
            LeaveUntraced(_network);
        CollapseReport earlier = CollapseReport.FromJson(reader.ReadString());
        _history.Clear();
        _history.AddRange(earlier.History);
        foreach (NotMeasured missing in earlier.NotMeasured)
            _log.Note(missing.Measure, missing.Layer, missing.Reason);
    }

    /// <summary>Measures the trained network.</summary>
    /// <param name="outcome">How the training went.</param>
    /// <param name="heldBack">Rows that it was not trained on, or null.</param>
    public (CollapseReport Report, RowDiagnostics Column) Finish(TrainingOutcome outcome, LabelledRows? heldBack)
    {
        _clock.Start();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var finish = new NetworkFinish(_objective, _network, _rows, _log);
        using CollapseProbe? probe = Probe(_network, _log, finish);
        CollapseReport? baseline = probe is not null && _baseline is { } random && random.Layers.Count != probe.Layers ? null : _baseline;
        CollapseReport measured = (probe is null ? null : _log.Try<CollapseReport?>(
            nameof(CollapseReport.Layers), null, () => probe.Report(baseline), null)) ?? NotMeasured with { Rows = _rows.Count };
        measured = measured with
        {
            Evidence = finish.Evidence(outcome, heldBack, _options.ReferenceError),
            Embeddings = _log.Try(nameof(CollapseReport.Embeddings), null, _network.DescribeEmbeddings, []),
            Latents = _log.Try(nameof(CollapseReport.Latents), null, finish.Latents, null),
            History = _history,
            NotMeasured = _log.NotMeasured,
        };
        CollapseReport report = _log.Try(nameof(CollapseReport.Findings), null, () => measured.Judged(_options.Thresholds), measured);
        RowDiagnostics column = finish.CreateColumn(report);
        try
        {
            RowProfile? profile = FitPhase.In("row profile", () =>
                _log.Try(nameof(CollapseReport.RowProfile), null, () => Profile(column, heldBack), null));
            report = report with { RowProfile = profile, NotMeasured = _log.NotMeasured };
        }
        catch
        {
            column.Dispose();
            throw;
        }
        _clock.Stop();
        return (report, column);
    }

    /// <summary>
    /// A probe that has seen the sample, and <paramref name="finish"/> with it: the network is run once, without looking into it where that
    /// cannot be; null where it cannot be run at all.
    /// </summary>
    private CollapseProbe? Probe(ScoringNetwork network, MeasureLog log, NetworkFinish? finish = null)
    {
        network.eval();
        if (Observed() is { } probe)
            return probe;
        LeaveUntraced(network);
        finish?.Begin();
        return Observed();

        CollapseProbe? Observed() =>
            log.Try<CollapseProbe?>(nameof(CollapseReport.Layers), null, () => Observe(network, log, finish), null);
    }

    private CollapseProbe Observe(ScoringNetwork network, MeasureLog log, NetworkFinish? finish)
    {
        var probe = new CollapseProbe(network.DescribeHidden(), _probeOptions, log);
        try
        {
            Run(network, _rows, (trace, inputs, labels) =>
            {
                (Tensor? first, Tensor? targets) = (network.FirstInputs(inputs), _objective.MeasuredTargets(labels.Targets));
                probe.Add(new Observation { Activations = trace.Hidden, Outputs = trace.Outputs, Inputs = first, Targets = targets });
                finish?.Add(trace, inputs, labels);
            });
            return probe;
        }
        catch
        {
            probe.Dispose();
            throw;
        }
    }

    private void LeaveUntraced(ScoringNetwork network)
    {
        network.LeaveUntraced();
        _isUntraced |= network == _network;
    }

    private void AddEpoch(CollapseProbe? probe, int epoch, double? trainingLoss, double? validationError)
    {
        if (probe is not null && _log.Try<CollapseEpoch?>(
            nameof(CollapseReport.History), null, () => probe.Epoch(epoch, trainingLoss, validationError), null) is { } measured)
        {
            _history.Add(measured);
        }
    }

    private RowProfile Profile(RowDiagnostics column, LabelledRows? heldBack)
    {
        // All that are held back, since the first of a sorted set are not like the others, but for slots that could not be measured.
        LabelledRows rows = heldBack ?? _rows;
        var values = new float[rows.Count, column.RowSlotNames.Count];
        int row = 0;
        Run(_network, rows, (trace, _, _) =>
        {
            TensorAccessor<float> slots = column.Compute(trace).cpu().data<float>();
            for (int i = 0; i < trace.Outputs.shape[0]; i++, row++)
            {
                for (int slot = 0; slot < values.GetLength(1); slot++)
                    values[row, slot] = slots[i, slot];
            }
        });
        RowProfile profile = RowProfiles.Summarise(column.RowSlotNames, 0, values, heldBack is not null);
        return profile with { Slots = [.. profile.Slots.Where(slot => !float.IsNaN(slot.Quantiles[0]))] };
    }

    /// <summary>Runs the network on rows.</summary>
    private void Run(ScoringNetwork network, LabelledRows rows, Action<NetworkTrace, Batch, LabelledBatch> measure)
    {
        for (int start = 0; start < rows.Count; start += BatchRows)
        {
            _cancellation.CheckContext();
            using var scope = NewDisposeScope();
            (Batch inputs, LabelledBatch labels) = rows.Batch(start, Math.Min(BatchRows, rows.Count - start));
            measure(network.Trace(inputs), inputs, labels);
        }
        _cancellation.CheckContext();
    }
}
