using Syre.MLNet;
using Syre.MLNet.Diagnostics;
using Syre.Torch;

namespace Microsoft.ML;

/// <summary>
/// Finds the collapse reports of a fitted model, and makes a report a data view, to filter, join, preview or save it with ML.NET.
/// </summary>
public static class CollapseReportExtensions
{
    /// <summary>
    /// The reports of a model fitted in this process, in the order of its pipeline, wherever in the chain its trainers and
    /// <c>CollapseDiagnostics</c> stand; none if there are none. A model loaded from a file is ML.NET's own and has none:
    /// <see cref="SyreModelFile.ReadReports"/> reads them from the file.
    /// </summary>
    /// <param name="model">The fitted model: a transformer or a chain of them.</param>
    public static IReadOnlyList<CollapseReport> CollapseReports(this ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model switch
        {
            IHasCollapseReport one => [one.Report],
            IEnumerable<ITransformer> chain => [.. chain.SelectMany(CollapseReports)],
            _ => [],
        };
    }

    /// <summary>
    /// One row a layer, from the input to the output. Columns: <c>Layer</c>, <c>Kind</c>, <c>Verdict</c> (text); <c>Width</c>,
    /// <c>Rank99</c>, <c>NumericalRank</c> (Int32); <c>Rows</c> (Int64); <c>EffectiveRank</c>, <c>BaselineEffectiveRank</c>,
    /// <c>EffectiveRankRatio</c>, <c>StableRank</c>, <c>ParticipationRatio</c>, <c>RankMe</c>, <c>SpectralExponent</c>, <c>DeadShare</c>,
    /// <c>DuplicateShare</c>, <c>NearestMirror</c>, <c>Imbalance</c> (Single; shares from 0 to 1; NaN where it was not measured). Ranks are
    /// of the centred activations, but for <c>RankMe</c>, which is defined on the uncentred ones.
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
