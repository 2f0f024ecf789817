namespace Syre.Torch;

/// <summary>
/// What <see cref="CollapseComparison"/> takes for noise. With several reports an arm, noise is measured and only <see cref="Confidence"/>
/// and <see cref="Simultaneous"/> matter; with one report each it cannot be measured, and the tolerances stand for it.
/// </summary>
/// <remarks>
/// The default tolerances are from eight seeds each of four trainings of a 3 × 128 ReLU network on <c>data/segment</c> (SGD 0.05 with
/// momentum 0.9, 60 epochs; plain decay 0.0001, 0.005 and 0.02, and syre 0.02 with σ0 = 0.3 ×). The largest coefficient of variation over
/// seeds of any layer was 0.060 for the effective rank (most were 0.01 to 0.03), 0.116 for rank99 and 0.28 for the nearest mirror. A
/// tolerance is what two single runs then differ by in one case of twenty: 1 − exp(−√2 × 2.36 × that), rounded up. Other networks can
/// spread more: two seeds an arm are better than any tolerance.
/// </remarks>
public sealed record ComparisonOptions
{
    /// <summary>Confidence of the intervals; in (0, 1). Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>
    /// Whether <see cref="Confidence"/> holds for all differences of the comparison together (Bonferroni) instead of for each. Default
    /// true: of twenty intervals of 95 % one excludes zero by chance.
    /// </summary>
    public bool Simultaneous { get; init; } = true;

    /// <summary>One report each: effective ranks that differ by less than this part of the larger are noise; in
    /// [0, 1). Default 0.2.</summary>
    public double EffectiveRankTolerance { get; init; } = 0.2;

    /// <summary>One report each: the same for rank99; in [0, 1). Default 0.35.</summary>
    public double Rank99Tolerance { get; init; } = 0.35;

    /// <summary>One report each: the same for the distance to the nearest mirror, which is the least of many; in
    /// [0, 1). Default 0.65.</summary>
    public double MirrorTolerance { get; init; } = 0.65;

    /// <summary>
    /// One report each: dead or doubled units are counts, and their difference is noise below this many standard deviations √(a + b) of a
    /// difference of counts a and b (Poisson); 0 or above. Default 2.
    /// </summary>
    public double CountDeviations { get; init; } = 2;

    /// <summary>
    /// One report each: errors that differ by less than this part of the larger are noise, unless
    /// <see cref="CollapseEvidence.ErrorUncertainty"/> is known, of which two are noise; in [0, 1). Default 0.1.
    /// </summary>
    public double ErrorTolerance { get; init; } = 0.1;

    /// <summary>Throws unless all are in their range.</summary>
    /// <exception cref="ArgumentException">Some are not; the message lists all of them.</exception>
    public void Validate()
    {
        var violations = new Violations();
        const string part = "0 or above and below 1, as a part of the larger value";
        violations.Require(Confidence is > 0 and < 1, Confidence, "above 0 and below 1; the usual value is 0.95");
        violations.Require(EffectiveRankTolerance is >= 0 and < 1, EffectiveRankTolerance, part);
        violations.Require(Rank99Tolerance is >= 0 and < 1, Rank99Tolerance, part);
        violations.Require(MirrorTolerance is >= 0 and < 1, MirrorTolerance, part);
        violations.Require(ErrorTolerance is >= 0 and < 1, ErrorTolerance, part);
        violations.RequireNotNegative(CountDeviations, nameof(CountDeviations), "The usual value is 2.");
        violations.ThrowIfAny(nameof(ComparisonOptions));
    }
}
