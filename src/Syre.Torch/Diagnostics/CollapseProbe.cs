using Syre.Torch.Diagnostics;
using Syre.Torch.Diagnostics.Measures;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// Collects what a network's layers do on probe rows, batch after batch, and makes the report. The memory does not grow with the rows, but
/// for the last layer's activations with classes, of which up to 64 MB are kept.
/// </summary>
/// <remarks>
/// Knows nothing of modules: a network that hooks cannot see hands in its layers and observations itself. What cannot be measured
/// (activations that are not finite, a decomposition that does not converge) is said in <see cref="CollapseReport.NotMeasured"/>;
/// exceptions are for what does not fit together. Not for several threads at once.
/// </remarks>
public sealed class CollapseProbe : IDisposable
{
    private readonly IReadOnlyList<ObservedLayer> _layers;
    private readonly CollapseProbeOptions _options;
    private readonly MeasureLog _log;
    private readonly LayerProbe[] _probes;
    private FeatureUse? _features;
    private ClassGeometry? _classes;
    private bool _classesInEveryBatch = true, _inputsSeen;
    private long _rows;

    /// <param name="layers">The hidden layers, in order. Their tensors must live as long as the probe; weights are read
    /// when the report is made.</param>
    /// <param name="options">What to measure; null for the defaults.</param>
    /// <param name="log">Where it is said what could not be measured, for several probes of one network; null
    /// (default) for one of its own.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a layer's tensors do not fit its width.</exception>
    public CollapseProbe(IReadOnlyList<ObservedLayer> layers, CollapseProbeOptions? options = null, MeasureLog? log = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = layers;
        _options = options ?? new CollapseProbeOptions();
        _log = log ?? new MeasureLog();
        _options.Validate();
        LayerShapes.Check(layers);
        using var scope = NewDisposeScope();
        if (layers.Count > 0 && layers[0].Incoming is { } weights && !layers[0].Kind.StartsWith("Conv", StringComparison.Ordinal))
        {
            FeatureUse.Check(weights, _options);
            _features = _log.Try(nameof(CollapseReport.IgnoredFeatures), null, () => new FeatureUse(weights, _options), null);
        }
        if (layers.Count > 0 && _options.Classes is { } number)
            _classes = new ClassGeometry(number, layers[^1].Width);
        _probes = [.. layers.Select(layer => new LayerProbe(layer, _options, _log))];
    }

    /// <summary>Number of layers.</summary>
    public int Layers => _layers.Count;

    /// <summary>Rows added.</summary>
    public long Rows => _rows;

    /// <summary>Adds a batch; its tensors are not kept. What of it is not finite is noted for the report, and the measures that it
    /// breaks are left out.</summary>
    /// <param name="batch">Activations of every layer.</param>
    /// <exception cref="ArgumentException">The batch does not fit the layers, or a target is not one of the classes.</exception>
    public void Add(Observation batch)
    {
        LayerShapes.Check(_layers, batch);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        if (_classes is not null)
            ClassGeometry.Check(batch.Targets, _options.Classes!.Value);
        for (int i = 0; i < _layers.Count; i++)
            _probes[i].Add(batch.Activations[i]);
        AddToClasses(batch);
        AddToFeatures(batch);
        _rows += batch.Outputs.shape[0];
    }

    /// <summary>What a layer's units did so far. The probe disposes it.</summary>
    /// <param name="layer">Index of the layer, from 0.</param>
    public ActivationStatistics Statistics(int layer) => _probes[layer].Statistics;

    /// <summary>Everything that can be measured on the rows added; without findings.</summary>
    /// <param name="baseline">The report of a random network of the same shape on the same rows; null for a
    /// report without baseline.</param>
    /// <exception cref="ArgumentException">The baseline has other layers.</exception>
    /// <exception cref="InvalidOperationException">No row was added.</exception>
    public CollapseReport Report(CollapseReport? baseline = null)
    {
        RequireRows();
        LayerShapes.Check(_layers, baseline);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        IReadOnlyList<double?> unknown = new double?[_layers.Count];
        IReadOnlyList<double?> gaps = _options.Loss is null ? unknown : _log.Try(
            nameof(MirrorMeasures.SymmetryGap), null, () => CollapseDiagnostics.SymmetryGap(_layers, _options.Loss, seed: _options.Seed),
            unknown);
        LayerReport[] measured = [.. _probes.Select((probe, i) => probe.Report(baseline?.Layers[i].Measured, gaps[i]))];
        IReadOnlyList<IgnoredFeature> ignored =
            _features is { } use && (_inputsSeen || _options.FeatureNames is not null || _options.FeatureScale is not null)
            ? _log.Try(nameof(CollapseReport.IgnoredFeatures), null, use.Report, [])
            : [];
        NeuralCollapse? collapse = _classes is { } geometry && _classesInEveryBatch && !_probes[^1].IsBroken
            ? _log.Try(nameof(CollapseReport.NeuralCollapse), null,
                () => geometry.Report(_probes[^1].Statistics, _layers[^1].Outgoing), null)
            : null;
        return new CollapseReport
        {
            Name = _options.Name,
            Rows = _rows,
            Classes = _options.Classes,
            Layers = measured,
            IgnoredFeatures = ignored,
            NeuralCollapse = collapse,
            Evidence = _options.Evidence,
            NotMeasured = _log.NotMeasured,
        };
    }

    /// <summary>The cheap measures only: one eigenvalue problem a layer.</summary>
    /// <param name="epoch">The epoch, from 1; 0 is before training.</param>
    /// <param name="trainingLoss">Mean training loss; null where it is not known.</param>
    /// <param name="validationError">Error on held-back rows; null where there are none.</param>
    /// <exception cref="InvalidOperationException">No row was added.</exception>
    public CollapseEpoch Epoch(int epoch, double? trainingLoss, double? validationError)
    {
        RequireRows();
        return new CollapseEpoch
        {
            Epoch = epoch,
            TrainingLoss = trainingLoss,
            ValidationError = validationError,
            Layers = [.. _probes.Select(probe => probe.Epoch())],
        };
    }

    /// <summary>Frees what was collected.</summary>
    public void Dispose()
    {
        foreach (LayerProbe probe in _probes)
            probe.Dispose();
        _features?.Dispose();
        _classes?.Dispose();
    }

    private void AddToClasses(Observation batch)
    {
        if (_classes is not { } geometry || _probes[^1].IsBroken)
            return;
        bool used = true;
        if (_log.Try(
            nameof(CollapseReport.NeuralCollapse), null, () => used = geometry.Add(batch.Activations[^1], batch.Outputs, batch.Targets)))
        {
            _classesInEveryBatch &= used;
            return;
        }
        geometry.Dispose();
        _classes = null;
    }

    private void AddToFeatures(Observation batch)
    {
        if (_features is not { } use || batch.Inputs is not { } inputs || inputs.dim() != 2 || inputs.shape[1] != use.Features)
            return;
        _inputsSeen = true;
        if (!use.IsBroken && !_log.Try(nameof(IgnoredFeature.ResidualCorrelation), null, () =>
        {
            if (Residuals.Measure(batch, _options.LabelSmoothing) is var (labels, left) && left.shape[0] == inputs.shape[0])
                use.Add(inputs, labels, left);
        }))
        {
            use.Break();
        }
    }

    private void RequireRows()
    {
        if (_rows == 0)
            throw new InvalidOperationException("No probe row was added: there is nothing to measure.");
    }
}
