using Syre.MLNet.Diagnostics;
using Syre.Torch;

namespace Microsoft.ML;

/// <summary>Makes a collapse report a data view, to filter, join, preview or save it with ML.NET.</summary>
public static class CollapseReportExtensions
{
    /// <summary>
    /// One row a layer, from the input to the output. Columns: <c>Layer</c>, <c>Kind</c>, <c>Verdict</c> (text); <c>Width</c>, <c>Rank99</c>,
    /// <c>NumericalRank</c> (Int32); <c>Rows</c> (Int64); <c>EffectiveRank</c>, <c>BaselineEffectiveRank</c>, <c>EffectiveRankRatio</c>,
    /// <c>StableRank</c>, <c>ParticipationRatio</c>, <c>RankMe</c>, <c>SpectralExponent</c>, <c>DeadShare</c>, <c>DuplicateShare</c>,
    /// <c>NearestMirror</c>, <c>Imbalance</c> (Single; shares from 0 to 1; NaN where it was not measured). Ranks are of the centred activations, but for
    /// <c>RankMe</c>, which is defined on the uncentred ones.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="mlContext">The context that the view belongs to.</param>
    public static IDataView ToDataView(this CollapseReport report, MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(mlContext);
        return mlContext.Data.LoadFromEnumerable(report.Layers.Select(layer => new LayerRow(report, layer)).ToArray());
    }
}
