using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>One fold of a cross-validation.</summary>
public sealed record Fold(IReadOnlyList<Metric> Metrics, ITransformer Model, IDataView ScoredHoldOutSet)
{
    public static IReadOnlyList<Fold> All<TMetrics>(
        IEnumerable<TrainCatalogBase.CrossValidationResult<TMetrics>> results, Func<TMetrics, IReadOnlyList<Metric>> metrics)
        where TMetrics : class =>
        [.. results.Select(result => new Fold(metrics(result.Metrics), result.Model, result.ScoredHoldOutSet))];
}
