using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// Collects what a network's layers do on probe rows, batch after batch, and makes the report. The memory does not grow with the rows, but for the last
/// layer's activations with classes, of which up to 64 MB are kept.
/// </summary>
/// <remarks>Knows nothing of modules: a network that hooks cannot see hands in its layers and observations itself. Not for several threads at once.</remarks>
public sealed class CollapseProbe : IDisposable
{
    private readonly IReadOnlyList<ObservedLayer> layers;
    private readonly CollapseProbeOptions options;
    private readonly ActivationStatistics[] statistics;
    private readonly FeatureUse? features;
    private readonly ClassGeometry? classes;
    private bool classesInEveryBatch = true, inputsSeen;
    private long rows;

    /// <param name="layers">The hidden layers, in order. Their tensors must live as long as the probe; weights are read when the report is made.</param>
    /// <param name="options">What to measure; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a layer's tensors do not fit its width.</exception>
    public CollapseProbe(IReadOnlyList<ObservedLayer> layers, CollapseProbeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = layers;
        this.options = options ?? new CollapseProbeOptions();
        this.options.Validate();
        RequireShapes(layers);
        using var scope = NewDisposeScope();
        if (layers.Count > 0 && layers[0].Incoming is { } weights && !layers[0].Kind.StartsWith("Conv", StringComparison.Ordinal))
            features = new FeatureUse(weights, this.options);
        if (layers.Count > 0 && this.options.Classes is { } number)
            classes = new ClassGeometry(number, layers[^1].Width);
        statistics = [.. layers.Select(layer => new ActivationStatistics(layer.Width))];
    }

    /// <summary>Rows added.</summary>
    public long Rows => rows;

    /// <summary>Adds a batch; its tensors are not kept.</summary>
    /// <param name="batch">Activations of every layer.</param>
    /// <exception cref="ArgumentException">The batch does not fit the layers, or a target is not one of the classes.</exception>
    /// <exception cref="InvalidOperationException">An activation is not finite.</exception>
    public void Add(Observation batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Activations.Count != layers.Count)
            throw new ArgumentException($"The observation has {batch.Activations.Count} layers; expected {layers.Count}.", nameof(batch));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        for (int i = 0; i < layers.Count; i++)
            statistics[i].Add(batch.Activations[i]);
        if (classes is not null)
            classesInEveryBatch &= classes.Add(batch.Activations[^1], batch.Outputs, batch.Targets);
        if (features is not null && batch.Inputs is { } inputs && inputs.dim() == 2 && inputs.shape[1] == features.Features)
        {
            inputsSeen = true;
            if (Residuals.Of(batch) is { } residuals && residuals.shape[0] == inputs.shape[0])
                features.Add(inputs, residuals);
        }
        rows += batch.Outputs.shape[0];
    }

    /// <summary>What a layer's units did so far. The probe disposes it.</summary>
    /// <param name="layer">Index of the layer, from 0.</param>
    public ActivationStatistics Statistics(int layer) => statistics[layer];

    /// <summary>Everything that can be measured on the rows added; without findings.</summary>
    /// <param name="baseline">The report of a random network of the same shape on the same rows; null for a report without baseline.</param>
    /// <exception cref="ArgumentException">The baseline has other layers.</exception>
    /// <exception cref="InvalidOperationException">No row was added, or a weight is not finite.</exception>
    public CollapseReport Report(CollapseReport? baseline = null)
    {
        RequireRows();
        RequireSameShape(baseline);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        IReadOnlyList<double?> gaps = options.Loss is null
            ? new double?[layers.Count]
            : CollapseDiagnostics.SymmetryGap(layers, options.Loss, seed: options.Seed);
        return new CollapseReport
        {
            Name = options.Name,
            Rows = rows,
            Classes = options.Classes,
            Layers = [.. layers.Select((layer, i) => Measure(layer, statistics[i], baseline?.Layers[i].Measured, gaps[i]))],
            IgnoredFeatures = features is not null && (inputsSeen || options.FeatureNames is not null || options.FeatureScale is not null)
                ? features.Report()
                : [],
            NeuralCollapse = classesInEveryBatch ? classes?.Report(statistics[^1], layers[^1].Outgoing) : null,
            Evidence = options.Evidence with { StaticBiasScale = options.Evidence.StaticBiasScale ?? options.StaticBiasScale },
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
            Layers = [.. statistics.Select(layer => new LayerEpoch(
                layer.Centred().EffectiveRank,
                (double)(UnitCensus.Constant(layer, options).Length + layer.NonZero.Count(count => count == 0)) / layer.Width,
                Math.Sqrt(layer.MeanSquareNorm)))],
        };
    }

    /// <summary>Frees what was collected.</summary>
    public void Dispose()
    {
        foreach (ActivationStatistics layer in statistics)
            layer.Dispose();
        features?.Dispose();
        classes?.Dispose();
    }

    private LayerReport Measure(ObservedLayer layer, ActivationStatistics activations, LayerMeasures? baseline, double? gap)
    {
        using var scope = NewDisposeScope();
        WeightGeometry? weights = WeightGeometry.Of(layer);
        UnitMeasures units = UnitCensus.Of(activations, weights, options);
        return new LayerReport
        {
            Name = layer.Name,
            Kind = layer.Kind,
            Width = layer.Width,
            Rows = activations.Rows,
            Measured = new LayerMeasures
            {
                Centred = activations.Centred(),
                Uncentred = activations.Uncentred(),
                Weights = weights?.Ranks() ?? (layer.Weights is null ? null : Spectrum.Of(layer.Weights)),
                Units = units,
                Mirrors = weights?.Mirrors(gap),
            },
            Baseline = baseline,
            Similarity = SimilarityMap.Of(activations, units.Twins),
        };
    }

    private void RequireRows()
    {
        if (rows == 0)
            throw new InvalidOperationException("No probe row was added: there is nothing to measure.");
    }

    private void RequireSameShape(CollapseReport? baseline)
    {
        if (baseline is not null && !baseline.Layers.Select(layer => layer.Width).SequenceEqual(layers.Select(layer => layer.Width)))
            throw new ArgumentException(
                $"The baseline has layers of width [{string.Join(", ", baseline.Layers.Select(layer => layer.Width))}]; expected " +
                $"[{string.Join(", ", layers.Select(layer => layer.Width))}], a network of the same shape.", nameof(baseline));
    }

    private static void RequireShapes(IReadOnlyList<ObservedLayer> layers)
    {
        var violations = new Violations();
        foreach (ObservedLayer layer in layers)
        {
            violations.Require(layer.Width >= 1, $"Layer {layer.Name}: Width is {layer.Width}; it must be 1 or more.");
            Require(layer, nameof(layer.Incoming), layer.Incoming, dimensions: 2, unitDimension: 0);
            Require(layer, nameof(layer.Bias), layer.Bias, dimensions: 1, unitDimension: 0);
            Require(layer, nameof(layer.Outgoing), layer.Outgoing, dimensions: 2, unitDimension: 1);
            violations.Require(layer.Weights is null || layer.Weights.dim() == 2, $"Layer {layer.Name}: Weights must have two dimensions.");
        }
        violations.ThrowIfAny(nameof(CollapseProbe));

        void Require(ObservedLayer layer, string name, Tensor? tensor, int dimensions, int unitDimension) => violations.Require(
            tensor is null || tensor.dim() == dimensions && tensor.shape[unitDimension] == layer.Width,
            $"Layer {layer.Name}: {name} has shape [{string.Join(", ", tensor?.shape ?? [])}]; expected {dimensions} dimension(s), of them " +
            $"dimension {unitDimension} of length {layer.Width}, the layer's width.");
    }
}
