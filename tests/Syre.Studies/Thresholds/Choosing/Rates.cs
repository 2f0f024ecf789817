using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>How often verdicts by some thresholds are right, and how often wrong.</summary>
/// <param name="FalseAlarms">Networks that lost nothing, called collapsed; each judged alone and, where trained, with a reference.</param>
/// <param name="FoundAlone">Networks that lost something, called collapsed by their own measures and training loss.</param>
/// <param name="FoundCompared">The same, with the held-out error of a reference network.</param>
/// <param name="MaskedNamed">Networks whose best features were taken away, with a finding about ignored features.</param>
/// <param name="HealthyReduced">Networks that nothing was taken from, called reduced.</param>
internal sealed record Rates(
    Proportion FalseAlarms, Proportion FoundAlone, Proportion FoundCompared, Proportion MaskedNamed, Proportion HealthyReduced)
{
    /// <summary>Judges all cases.</summary>
    public static Rates Of(IReadOnlyCollection<StudyCase> cases, CollapseThresholds thresholds)
    {
        StudyCase[] lost = [.. cases.Where(c => c.Truth == Truth.Lost)];
        return new Rates(
            Proportion.Of(cases.Where(c => c.Truth is Truth.Healthy or Truth.Kept).SelectMany(c => c.Reports), IsCollapsed),
            Proportion.Of(lost.Select(c => c.Alone), IsCollapsed),
            Proportion.Of(lost.Select(c => c.Compared!), IsCollapsed),
            Proportion.Of(cases.Where(c => c.Truth == Truth.Masked), c => c.Alone.Judged(thresholds).Findings.Any(
                finding => finding.Measure == nameof(CollapseThresholds.NeededCorrelation))),
            Proportion.Of(cases.Where(c => c.Truth == Truth.Healthy),
                c => c.Alone.Judged(thresholds).Verdict == CollapseVerdict.Reduced));

        bool IsCollapsed(CollapseReport report) => report.Judged(thresholds).Verdict == CollapseVerdict.Collapsed;
    }

    /// <summary>
    /// What is better: first no false alarms, then what is found, then few healthy networks called reduced. Less is better.
    /// </summary>
    public (int, int, int) Order => (FalseAlarms.Count, -FoundAlone.Count - FoundCompared.Count - MaskedNamed.Count, HealthyReduced.Count);
}
