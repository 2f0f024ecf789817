using Syre.Torch.Diagnostics.Measures;

namespace Syre.Torch.Diagnostics;

/// <summary>One layer's part of a probe: what its units did, and what can be measured of that.</summary>
/// <param name="layer">The layer.</param>
/// <param name="options">What to measure.</param>
/// <param name="log">Where it is said what could not be.</param>
internal sealed class LayerProbe(ObservedLayer layer, CollapseProbeOptions options, MeasureLog log) : IDisposable
{
    public ObservedLayer Layer => layer;

    public ActivationStatistics Statistics { get; } = new(layer.Width);

    /// <summary>Whether activations could not be taken in, so that nothing that is made of them is known.</summary>
    public bool IsBroken { get; private set; }

    public void Add(TorchSharp.torch.Tensor activations)
    {
        if (!IsBroken)
            IsBroken = !log.Try("Activations", layer.Name, () => Statistics.Add(activations));
    }

    public LayerReport Report(LayerMeasures? baseline, double? gap)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        WeightGeometry? weights = log.Try("WeightGeometry", layer.Name, () => WeightGeometry.Of(layer), null);
        UnitMeasures units = OfActivations("Units", () => UnitCensus.Take(Statistics, options), UnitMeasures.Unmeasured(layer.Width));
        units = units with
        {
            Vanishing = log.Try("Vanishing", layer.Name, () => weights?.Vanishing(options.VanishingThreshold) ?? [], []),
            Duplicates = log.Try("Duplicates", layer.Name, () => weights?.Duplicates(options.DuplicateThreshold) ?? [], []),
        };
        return new LayerReport
        {
            Name = layer.Name,
            Kind = layer.Kind,
            Width = layer.Width,
            Rows = Statistics.Rows,
            StaticBiasSize = layer.StaticBiasSize,
            Measured = new LayerMeasures
            {
                Centred = OfActivations("Centred", Statistics.Centred, RankMeasures.Unmeasured),
                Uncentred = OfActivations("Uncentred", Statistics.Uncentred, RankMeasures.Unmeasured),
                Weights = log.Try("Weights", layer.Name,
                    () => weights?.Ranks() ?? (layer.Weights is null ? null : Spectrum.Measure(layer.Weights)), null),
                Units = units,
                Mirrors = log.Try("Mirrors", layer.Name, () => weights?.Mirrors(gap), null),
            },
            Baseline = baseline,
            Similarity = OfActivations<UnitSimilarity?>("Similarity", () => SimilarityMap.Measure(Statistics, units.Twins), null),
        };
    }

    /// <summary>The cheap measures.</summary>
    public LayerEpoch Epoch() => OfActivations(
        "History",
        () => new LayerEpoch(
            Statistics.Centred().EffectiveRank,
            (double)(UnitCensus.Constant(Statistics, options).Length + Statistics.NonZero.Count(count => count == 0)) / layer.Width,
            Math.Sqrt(Statistics.MeanSquareNorm)),
        new LayerEpoch(double.NaN, double.NaN, double.NaN));

    public void Dispose() => Statistics.Dispose();

    private T OfActivations<T>(string measure, Func<T> measurement, T otherwise) =>
        IsBroken ? otherwise : log.Try(measure, layer.Name, measurement, otherwise);
}
