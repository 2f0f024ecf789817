using CollapseLab.Arms;
using CollapseLab.Statistics;

namespace CollapseLab.Reports;

/// <summary>A panel of a picture: lines with bands.</summary>
/// <param name="Title">Its title.</param>
/// <param name="XTitle">What the horizontal axis is.</param>
/// <param name="YTitle">What the vertical axis is.</param>
/// <param name="Lines">The lines.</param>
internal sealed record Chart(string Title, string XTitle, string YTitle, IReadOnlyList<ChartLine> Lines)
{
    public bool XIsLogarithmic { get; init; }

    public bool YIsLogarithmic { get; init; }

    /// <summary>Names of the places on the horizontal axis, where these have no order; null for numbers.</summary>
    public IReadOnlyDictionary<double, string>? XNames { get; init; }

    /// <summary>A measure over the settings of a sweep, a line for each arm.</summary>
    public static Chart OfSweep(Outcome outcome, Measure measure, IReadOnlyList<Setting> settings) =>
        new(settings[0].Group, outcome.Experiment.Axis, measure.Title,
        [
            .. outcome.Experiment.Arms.Select(arm => new ChartLine(
                arm.Name,
                Index(outcome, arm),
                [.. settings.Where(setting => outcome.Experiment.Has(setting, arm)).OrderBy(setting => setting.X)
                    .Select(setting => (setting.X, outcome.Mean(setting, arm, measure.Name)))])),
        ])
        {
            XIsLogarithmic = outcome.Experiment.AxisIsLogarithmic,
            XNames = outcome.Experiment.AxisHasNames ? settings.ToDictionary(setting => setting.X, setting => setting.ShortName) : null,
            YIsLogarithmic = measure.IsLogarithmic,
        };

    /// <summary>A curve over time in one setting, a line for each arm.</summary>
    public static Chart OverTime(Outcome outcome, Setting setting, string curve, string xTitle, string yTitle) =>
        new(setting.Name, xTitle, yTitle,
        [
            .. outcome.Experiment.Arms.Where(arm => outcome.Experiment.Has(setting, arm)).Select(arm =>
                new ChartLine(arm.Name, Index(outcome, arm), outcome.Curve(setting, arm, curve))),
        ]);

    private static int Index(Outcome outcome, Arm arm) => outcome.Experiment.Arms.TakeWhile(other => other != arm).Count();
}

/// <summary>A line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Style">Number of its colour and shape: the same for an arm in every panel.</param>
/// <param name="Points">Its points, those that were not measured with no count.</param>
internal sealed record ChartLine(string Name, int Style, IReadOnlyList<(double X, Estimate Y)> Points);
