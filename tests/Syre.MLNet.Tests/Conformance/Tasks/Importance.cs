using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>How much one metric changes when each feature is permuted.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="HigherIsBetter">Whether a loss shows as a negative change.</param>
/// <param name="Slots">The change, for each feature.</param>
public sealed record Importance(string Metric, bool HigherIsBetter, IReadOnlyList<MetricStatistics> Slots)
{
    public IReadOnlyList<double> Losses => [.. Slots.Select(slot => HigherIsBetter ? -slot.Mean : slot.Mean)];
}
