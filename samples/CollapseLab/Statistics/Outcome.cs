using CollapseLab.Arms;
using CollapseLab.Runs;

namespace CollapseLab.Statistics;

/// <summary>All results of an experiment.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="settings">The settings of the version that was run.</param>
/// <param name="results">The results of that version.</param>
internal sealed class Outcome(Experiment experiment, IReadOnlyList<Setting> settings, IReadOnlyCollection<RunResult> results)
{
    private readonly ILookup<(string Setting, string Arm), RunResult> _runs = results
        .Where(result => result.Measured is not null)
        .OrderBy(result => result.Key.Seed)
        .ToLookup(result => (result.Key.Setting, result.Key.Arm));

    /// <summary>Whether every run that belongs to it has been done, and none failed.</summary>
    public required bool IsComplete { get; init; }

    public Experiment Experiment => experiment;

    public IReadOnlyList<Setting> Settings => settings;

    public IReadOnlyCollection<RunResult> Results => results;

    /// <summary>The settings of a group.</summary>
    public IEnumerable<Setting> Of(string group) => settings.Where(setting => setting.Group == group);

    /// <summary>The seeds that were run.</summary>
    public IEnumerable<int> Seeds => results.Select(result => result.Key.Seed).Distinct().Order();

    /// <summary>One run's value; NaN where there is none.</summary>
    public double Value(Setting setting, Arm arm, int seed, string measure) => Values(setting, arm, measure)
        .Where(run => run.Seed == seed)
        .Select(run => run.Value)
        .DefaultIfEmpty(double.NaN)
        .First();

    /// <summary>A measure's mean over the seeds.</summary>
    public Estimate Mean(Setting setting, Arm arm, string measure) =>
        Estimate.Of([.. Values(setting, arm, measure).Select(run => run.Value)]);

    /// <summary>The mean of an arm's value less another's with the same seed: the seed's luck drops out.</summary>
    public Estimate Difference(Setting setting, Arm arm, Arm other, string measure) => Difference(setting, arm, setting, other, measure);

    /// <summary>The same of two arms, each in a setting of its own, such as where it is best.</summary>
    public Estimate Difference(Setting setting, Arm arm, Setting otherSetting, Arm other, string measure)
    {
        Dictionary<int, double> others = Values(otherSetting, other, measure).ToDictionary(run => run.Seed, run => run.Value);
        return Estimate.Of([.. Values(setting, arm, measure)
            .Where(run => others.ContainsKey(run.Seed))
            .Select(run => run.Value - others[run.Seed])]);
    }

    /// <summary>A curve's points, each a mean over the seeds.</summary>
    public IReadOnlyList<(double X, Estimate Y)> Curve(Setting setting, Arm arm, string curve)
    {
        Curve[] curves = [.. _runs[(setting.Name, arm.Name)]
            .Select(run => run.Measured!.Curves.GetValueOrDefault(curve))
            .OfType<Curve>()];
        if (curves.Length == 0)
            return [];
        return [.. curves[0].X.Select((x, i) => (x, Estimate.Of([.. curves.Select(one => i < one.Y.Count ? one.Y[i] : double.NaN)])))];
    }

    private IEnumerable<(int Seed, double Value)> Values(Setting setting, Arm arm, string measure) =>
        _runs[(setting.Name, arm.Name)]
            .Where(run => run.Measured!.Values.ContainsKey(measure))
            .Select(run => (run.Key.Seed, run.Measured!.Values[measure]));
}
