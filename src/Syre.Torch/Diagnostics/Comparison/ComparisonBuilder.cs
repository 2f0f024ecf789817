namespace Syre.Torch.Diagnostics.Comparison;

/// <summary>Works a comparison out.</summary>
internal sealed class ComparisonBuilder(
    IReadOnlyList<CollapseReport> reports, IReadOnlyList<CollapseReport> others, ComparisonOptions options)
{
    private readonly bool _single = reports.Count == 1 && others.Count == 1;
    private readonly IReadOnlyList<string> _layers = CommonLayers([.. reports, .. others]);

    /// <summary>The layers that all reports have, in the order of the first.</summary>
    public static IReadOnlyList<string> CommonLayers(IReadOnlyList<CollapseReport> all) =>
    [
        .. all[0].Layers.Select(layer => layer.Name).Where(name => all.All(report => report.Layers.Any(layer => layer.Name == name))),
    ];

    /// <summary>All differences of finite numbers.</summary>
    public IReadOnlyList<MeasureDifference> Differences()
    {
        Pair[] pairs = [.. Pairs().Where(pair => pair.IsComplete)];
        double confidence = options.Simultaneous ? 1 - (1 - options.Confidence) / Math.Max(1, pairs.Length) : options.Confidence;
        bool isRare = Chance <= 1 - confidence;
        return [.. pairs.Select(pair => Difference(pair, confidence, isRare))];
    }

    /// <summary>How often equal arms of so many runs lie apart.</summary>
    private double Chance => RunSeparation.Chance(reports.Count, others.Count);

    private MeasureDifference Difference(Pair pair, double confidence, bool isRare)
    {
        double resolution = pair.Measure.Resolution(pair.Width);
        var difference = new MeasureDifference(
            pair.Layer, pair.Measure.Name, pair.Values.Average(), pair.Others.Average(),
            _single ? Tolerance(pair) : Math.Max(RunSpread.Margin(pair.Values, pair.Others, confidence), resolution));
        bool isSeparated = RunSeparation.Holds(pair.Values, pair.Others) && Math.Abs(difference.Difference) > resolution;
        return difference with { IsSeparated = isSeparated, IsSeparatedBeyondChance = isSeparated && isRare };
    }

    /// <summary>How to read them.</summary>
    public IEnumerable<string> Remarks(string name, string otherName)
    {
        IReadOnlyList<MeasureDifference> differences = Differences();
        yield return _single ? SingleRun() : SeveralRuns(differences.Count);
        if (differences.Any(difference => difference is { IsNoise: true, IsSeparated: true }))
        {
            yield return $"'{ComparisonText.TooFew}': every run of one arm lies beyond every run of the other, but that happens to " +
                $"equal arms of {reports.Count} and {others.Count} runs in {Figures.Share(Chance)} of cases, and the interval holds " +
                "zero. More runs an arm would tell.";
        }
        long[] rows = [.. reports.Concat(others).Select(report => report.Rows).Distinct()];
        if (rows.Length > 1)
        {
            yield return $"The reports are from different numbers of rows ({string.Join(", ", rows.Select(Figures.Count))}); ranks " +
                "differ by that alone.";
        }

        string[] missing =
            [.. reports.Concat(others).SelectMany(report => report.Layers).Select(layer => layer.Name).Distinct().Except(_layers)];
        if (missing.Length > 0)
            yield return $"Not in all reports, and left out: {string.Join(", ", missing)}.";
        string[] broken = [.. Pairs().Where(pair => !pair.IsFinite)
            .Select(pair => $"{pair.Measure.Title}{(pair.Layer is { } layer ? $" of '{layer}'" : "")}")];
        if (broken.Length > 0)
            yield return $"Not a finite number, and left out: {string.Join(", ", broken)}.";
        yield return $"Verdicts: '{name}' {Verdicts(reports)}; '{otherName}' {Verdicts(others)}.";
        yield return "A difference in rank is no difference in quality: only the error on held-back rows tells of that.";
    }

    private static string Verdicts(IReadOnlyList<CollapseReport> reports) => string.Join(", ", reports
        .GroupBy(report => report.Verdict)
        .OrderByDescending(group => group.Key)
        .Select(group => Figures.Word(group.Key) + (reports.Count > 1 ? $" {group.Count()} of {reports.Count}" : "")));

    private string SingleRun() =>
        "One run each: noise is assumed, not measured. Differences below these cannot be told from another seed: effective rank " +
        $"{Percent(options.EffectiveRankTolerance)}, rank99 {Percent(options.Rank99Tolerance)}, nearest mirror " +
        $"{Percent(options.MirrorTolerance)} of the larger; dead and doubled units {Figures.Short(options.CountDeviations)} × √count. " +
        "Several seeds an arm give intervals instead.";

    private string SeveralRuns(int differences) =>
        $"Noise is the spread over runs ({reports.Count} and {others.Count}): the margin is half a t-interval, with confidence " +
        $"{Percent(options.Confidence)} " +
        (options.Simultaneous
            ? $"for all {differences} differences together."
            : $"for each of the {differences} differences, so that some exclude zero by chance.") +
        (reports.Count == 1 || others.Count == 1 ? " One arm has a single run, and is taken to spread like the other." : "");

    private static string Percent(double share) => Figures.Short(share * 100) + " %";

    private double Tolerance(Pair pair) =>
        pair.Measure.Name == nameof(CollapseEvidence.ValidationError) && Uncertainty() is { } uncertainty
            ? 2 * uncertainty
            : Math.Max(pair.Measure.Tolerance(pair.Values[0], pair.Others[0], pair.Width, options), pair.Measure.Resolution(pair.Width));

    private double? Uncertainty() => reports.Concat(others).Max(report => report.Evidence.ErrorUncertainty);

    private IEnumerable<Pair> Pairs()
    {
        foreach ((ComparedMeasure measure, Func<CollapseReport, double?> read) in ComparedMeasure.OfReports)
            yield return new Pair(null, measure, 1, Read(reports, read), Read(others, read));
        foreach (string name in _layers)
        {
            foreach ((ComparedMeasure measure, Func<LayerReport, double?> read) in ComparedMeasure.OfLayers)
            {
                yield return new Pair(
                    name, measure, Layer(reports[0], name).Width,
                    Read(reports, report => read(Layer(report, name))), Read(others, report => read(Layer(report, name))));
            }
        }
    }

    private static LayerReport Layer(CollapseReport report, string name) => report.Layers.First(layer => layer.Name == name);

    private static double[] Read(IReadOnlyList<CollapseReport> reports, Func<CollapseReport, double?> read) =>
        reports.All(report => read(report) is not null) ? [.. reports.Select(report => read(report)!.Value)] : [];

    private sealed record Pair(string? Layer, ComparedMeasure Measure, int Width, double[] Values, double[] Others)
    {
        public bool IsFinite => Values.All(double.IsFinite) && Others.All(double.IsFinite);

        public bool IsComplete => IsFinite && Values.Length > 0 && Others.Length > 0;
    }
}
