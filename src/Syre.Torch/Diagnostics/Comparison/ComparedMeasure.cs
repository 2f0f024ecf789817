namespace Syre.Torch.Diagnostics.Comparison;

/// <summary>A measure that comparisons are made of.</summary>
/// <param name="Name">Its name in code.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Write">Writes a value.</param>
/// <param name="Tolerance">What two single runs differ by through noise, from both values and the width.</param>
/// <param name="Resolution">The least difference that can mean anything, from the width: one unit, where units are counted.</param>
internal sealed record ComparedMeasure(
    string Name, string Title, Func<double?, string> Write, Func<double, double, int, ComparisonOptions, double> Tolerance,
    Func<int, double> Resolution)
{
    /// <summary>The measures of a layer, and where each comes from.</summary>
    public static IReadOnlyList<(ComparedMeasure Measure, Func<LayerReport, double?> Read)> OfLayers { get; } =
    [
        (Relative(nameof(RankMeasures.EffectiveRank), "effective rank", Figures.Rank, options => options.EffectiveRankTolerance),
            layer => layer.Measured.Centred.EffectiveRank),
        (Relative(nameof(RankMeasures.Rank99), "rank99", Figures.Short, options => options.Rank99Tolerance) with { Resolution = _ => 1 },
            layer => layer.Measured.Centred.Rank99),
        (Share(nameof(UnitMeasures.DeadShare), "dead units"), layer => layer.Measured.Units.DeadShare),
        (Share(nameof(UnitMeasures.DuplicateShare), "doubled units"), layer => layer.Measured.Units.DuplicateShare),
        (Relative(nameof(MirrorMeasures.Nearest), "nearest mirror", Figures.Any, options => options.MirrorTolerance),
            layer => layer.Measured.Mirrors?.Nearest),
    ];

    /// <summary>The measures of the whole, and where each comes from.</summary>
    public static IReadOnlyList<(ComparedMeasure Measure, Func<CollapseReport, double?> Read)> OfReports { get; } =
    [
        (Relative(nameof(LayerReport.EffectiveRankRatio), "effective rank over random, mean of layers", Figures.Ratio,
            options => options.EffectiveRankTolerance),
            report => report.Layers.Count == 0 ? null : report.Layers.Average(layer => layer.EffectiveRankRatio)),
        (Relative(nameof(CollapseEvidence.ValidationError), "error on held-back rows", Figures.Any, options => options.ErrorTolerance),
            report => report.Evidence.ValidationError),
    ];

    /// <summary>The measure of a name.</summary>
    public static ComparedMeasure ByName(string name) =>
        OfLayers.Select(entry => entry.Measure).Concat(OfReports.Select(entry => entry.Measure)).First(measure => measure.Name == name);

    private static ComparedMeasure Relative(
        string name, string title, Func<double?, string> write, Func<ComparisonOptions, double> tolerance) =>
        new(name, title, write, (a, b, _, options) => tolerance(options) * Math.Max(Math.Abs(a), Math.Abs(b)), _ => 0);

    private static ComparedMeasure Share(string name, string title) =>
        new(name, title, Figures.Share, (a, b, width, options) => options.CountDeviations * Math.Sqrt((a + b) * width) / width,
            width => 1.0 / width);
}
