using System.Diagnostics;
using Syre.MLNet.Data;
using Syre.MLNet.Tabular;
using Syre.MLNet.Tasks;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>Measures a network on a sample of its training rows: at random, during training where that is asked for, and at the end.</summary>
internal sealed class CollapseWatch
{
    private const int BatchRows = 512;

    private readonly PredictionTask _task;
    private readonly ScoringNetwork _network;
    private readonly CollapseOptions _options;
    private readonly CollapseProbeOptions _probeOptions;
    private readonly LabelledRows _rows;
    private readonly Cancellation _cancellation;
    private readonly List<CollapseEpoch> _history = [];
    private readonly Stopwatch _clock = new();
    private readonly CollapseReport _baseline;

    /// <param name="task">The task.</param>
    /// <param name="network">The network, before training.</param>
    /// <param name="random">A random network of its shape; the network itself, where it starts as one.</param>
    /// <param name="rows">The sample, which the caller owns.</param>
    /// <param name="options">What to measure.</param>
    /// <param name="probeOptions">How.</param>
    /// <param name="cancellation">Asked at every batch.</param>
    public CollapseWatch(
        PredictionTask task,
        ScoringNetwork network,
        ScoringNetwork random,
        LabelledRows rows,
        CollapseOptions options,
        CollapseProbeOptions probeOptions,
        Cancellation cancellation)
    {
        (_task, _network, _rows, _options, _probeOptions, _cancellation) = (task, network, rows, options, probeOptions, cancellation);
        _clock.Start();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (ScoringNetwork observed in new[] { network, random }.Distinct())
            observed.PrepareTrace(rows.Batch(0, Math.Min(BatchRows, rows.Count)).Features);
        using CollapseProbe probe = Probe(random);
        _baseline = probe.Report();
        if (options.HistoryEvery is not null)
            _history.Add(probe.Epoch(0, null, null));
        _clock.Stop();
    }

    /// <summary>Time spent so far.</summary>
    public TimeSpan Duration => _clock.Elapsed;

    /// <summary>The part of it that was spent between epochs.</summary>
    public TimeSpan DurationInTraining { get; private set; }

    /// <summary>A report that says nothing but what would have been measured.</summary>
    public CollapseReport NotMeasured => new() { Name = _probeOptions.Name, Rows = 0, Layers = [], Thresholds = _options.Thresholds };

    /// <summary>The column of diagnostics of the network as it is now, with numbers made up: of the shape of the one to come.</summary>
    public CollapseColumn Rehearse()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _network.eval();
        NetworkTrace trace = _network.Trace(_rows.Batch(0, Math.Min(2, _rows.Count)).Features);
        return CollapseColumn.Rehearse(_network, trace, NotMeasured);
    }

    /// <summary>Adds an epoch to the history, if it is due.</summary>
    public void EpochDone(int epoch, double trainingLoss, double? validationError)
    {
        if (_options.HistoryEvery is not { } every || epoch % every != 0)
            return;
        TimeSpan before = _clock.Elapsed;
        _clock.Start();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using CollapseProbe probe = Probe(_network);
        _history.Add(probe.Epoch(epoch, trainingLoss, validationError));
        _clock.Stop();
        DurationInTraining += _clock.Elapsed - before;
    }

    /// <summary>Measures the trained network.</summary>
    /// <param name="outcome">How the training went.</param>
    /// <param name="heldBack">Rows that it was not trained on, or null.</param>
    /// <param name="staticBiasScale">The size of θ0, where it is one number.</param>
    public (CollapseReport Report, CollapseColumn Column) Finish(TrainingOutcome outcome, LabelledRows? heldBack, double? staticBiasScale)
    {
        _clock.Start();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var subspace = new TrainingSubspace(_network.DescribeHidden(), _network.ExportedLayers());
        double loss = 0, constantLoss = 0;
        Tensor constant = _task.ConstantOutputs(_rows.Batch(0, _rows.Count).Targets, _network.Outputs);
        using CollapseProbe probe = Probe(_network, (trace, targets) =>
        {
            subspace.Add(trace);
            double share = (double)targets.shape[0] / _rows.Count;
            loss += share * _task.Loss(trace.Outputs, targets, null, smoothing: 0).item<float>();
            constantLoss += share * _task.Loss(constant.expand(targets.shape[0], _network.Outputs), targets, null, smoothing: 0).item<float>();
        });
        CollapseReport report = (probe.Report(_baseline) with
        {
            Evidence = Evidence(outcome, heldBack) with { Loss = loss, ConstantLoss = constantLoss, StaticBiasScale = staticBiasScale },
            Embeddings = _network.DescribeEmbeddings(),
            History = _history,
        }).Judged(_options.Thresholds);
        CollapseColumn column = subspace.CreateColumn(report);
        try
        {
            report = report with { RowProfile = Profile(column, heldBack) };
        }
        catch
        {
            column.Dispose();
            throw;
        }
        _clock.Stop();
        return (report, column);
    }

    /// <summary>A probe that has seen the sample, and <paramref name="alsoSeen"/> with it: the network is run once.</summary>
    private CollapseProbe Probe(ScoringNetwork network, Action<NetworkTrace, Tensor>? alsoSeen = null)
    {
        network.eval();
        var probe = new CollapseProbe(network.DescribeHidden(), _probeOptions);
        Run(network, _rows, (trace, features, targets) =>
        {
            probe.Add(new Observation
            {
                Activations = trace.Hidden,
                Outputs = trace.Outputs,
                Targets = _task.MeasuredTargets(targets),
                Inputs = network.Preprocessed(features),
            });
            alsoSeen?.Invoke(trace, targets);
        });
        return probe;
    }

    private CollapseEvidence Evidence(TrainingOutcome outcome, LabelledRows? heldBack) => new()
    {
        ValidationError = outcome.Validation?.Error,
        ReferenceError = _options.ReferenceError,
        ErrorUncertainty = outcome.Validation is { } validation && heldBack is not null && _options.ReferenceError is { } reference
            ? _task.ErrorUncertainty(validation.Error, reference, heldBack.Count)
            : null,
    };

    private RowProfile Profile(CollapseColumn column, LabelledRows? heldBack)
    {
        LabelledRows rows = heldBack ?? _rows;
        var values = new float[Math.Min(rows.Count, _options.Rows), column.RowSlotNames.Count];
        int row = 0;
        Run(_network, rows, (trace, _, _) =>
        {
            TensorAccessor<float> slots = column.Compute(trace).cpu().data<float>();
            for (int i = 0; i < trace.Outputs.shape[0]; i++, row++)
                for (int slot = 0; slot < values.GetLength(1); slot++)
                    values[row, slot] = slots[i, slot];
        });
        return RowProfiles.Of(column.RowSlotNames, 0, values, heldBack is not null);
    }

    /// <summary>Runs the network on at most as many rows as the options say.</summary>
    private void Run(ScoringNetwork network, LabelledRows rows, Action<NetworkTrace, FeatureRows, Tensor> seen)
    {
        int all = Math.Min(rows.Count, _options.Rows);
        for (int start = 0; start < all; start += BatchRows)
        {
            _cancellation.CheckContext();
            using var scope = NewDisposeScope();
            (FeatureRows features, Tensor targets, _) = rows.Batch(start, Math.Min(BatchRows, all - start));
            seen(network.Trace(features), features, targets);
        }
        _cancellation.CheckContext();
    }
}
