using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>What a probe measures, and the thresholds by which it counts. Immutable; vary it with <c>options with { … }</c>.</summary>
/// <remarks>The defaults are those of the sources named at <see cref="UnitMeasures"/>, so that numbers can be compared
/// with published ones.</remarks>
public sealed record CollapseProbeOptions
{
    /// <summary>The default of <see cref="DormantThreshold"/>, which other measures of what hardly varies share.</summary>
    public const double DefaultDormantThreshold = 0.025;

    /// <summary>The default of <see cref="TwinThreshold"/>.</summary>
    public const double DefaultTwinThreshold = 0.99;

    /// <summary>The default of <see cref="DuplicateThreshold"/>.</summary>
    public const double DefaultDuplicateThreshold = 0.1;

    /// <summary>What is measured, for titles. Default <c>network</c>.</summary>
    public string Name { get; init; } = "network";

    /// <summary>Number of classes of the label, 2 or more; null (default) for other labels, and then there is no neural collapse.</summary>
    public int? Classes { get; init; }

    /// <summary>Names of the input features, in the order of the first layer's inputs; null (default) where they have none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>
    /// What a feature is multiplied by before the first layer's weights, <c>[features]</c>: a learned scale, say, that is part of how much
    /// it counts. Default null: 1. The caller's to dispose, after the probe.
    /// </summary>
    public Tensor? FeatureScale { get; init; }

    /// <summary>τ: mean |h| of a unit over the layer's at or below which it is dormant; in [0, 1). Default 0.025 (Sokar et al. 2023; 0.1 is
    /// their strong setting).</summary>
    public double DormantThreshold { get; init; } = DefaultDormantThreshold;

    /// <summary>Standard deviation of a unit over the layer's mean one, at or below which it is constant; in [0, 1). Default 0.025, as τ:
    /// there is no published one.</summary>
    public double ConstantThreshold { get; init; } = 0.025;

    /// <summary>Share of rows with a non-zero activation below which a unit is rarely active; in [0, 1). Default 0.01
    /// (Dohare et al. 2024).</summary>
    public double RarelyActiveThreshold { get; init; } = 0.01;

    /// <summary>|Cosine| and |correlation| of two units' activations above which they are twins; in (0, 1). Default 0.99.</summary>
    public double TwinThreshold { get; init; } = DefaultTwinThreshold;

    /// <summary>2‖a − b‖²/(‖a‖² + ‖b‖²) below which two units' weights are duplicates; in (0, 2). Default 0.1 (arXiv 2306.04251).</summary>
    public double DuplicateThreshold { get; init; } = DefaultDuplicateThreshold;

    /// <summary>Norm of a unit's weights over the layer's largest, below which it vanishes; in (0, 1). Default
    /// 0.1 (arXiv 2306.04251).</summary>
    public double VanishingThreshold { get; init; } = 0.1;

    /// <summary>Norm of a feature's weights over the median feature's, below which it is ignored; in (0, 1). Default 0.1.</summary>
    public double IgnoredThreshold { get; init; } = 0.1;

    /// <summary>
    /// Probability that a feature which does not matter is called needed, for all ignored features together; in (0, 1). Default 0.001: the
    /// finding is to be believed without a second look.
    /// </summary>
    public double NeededLevel { get; init; } = 0.001;

    /// <summary>
    /// Share of a label's variance that an ignored feature must explain beyond the network to be called needed, in [0, 1). Default 0.01:
    /// what a network that is nearly right leaves over is so small that a correlation with it means nothing.
    /// </summary>
    public double NeededShare { get; init; } = 0.01;

    /// <summary>
    /// Mass that the training moved from the true class to all alike, in [0, 1). Default 0. What the network leaves unexplained is measured
    /// against labels that are smoothed likewise: else it would be the smoothing, which every feature of the classes correlates with.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// The whole training loss at the network's present parameters, decay included, for the symmetry gap; it must be the same number when
    /// called twice. Default null: no gap. It is called about 32 times for each hidden layer whose parameters are known.
    /// </summary>
    public Func<double>? Loss { get; init; }

    /// <summary>What is known of the training besides its activations; goes into the report. Default: nothing.</summary>
    public CollapseEvidence Evidence { get; init; } = new();

    /// <summary>Seed of the random baseline and of the sample of mirrors, any number; default 0. Torch's own generator is
    /// neither read nor moved.</summary>
    public long Seed { get; init; }

    /// <summary>Probe rows that go through the network at a time; 1 or more. Default 1024, which bounds the memory.</summary>
    public int BatchRows { get; init; } = 1024;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">At least one option is out of range; the message lists all violations.</exception>
    public void Validate()
    {
        var violations = new Violations();
        violations.Require(!string.IsNullOrWhiteSpace(Name), "Name is empty: it is the title of the report.");
        violations.Require(Classes is null or >= 2, Classes, "2 or more, or null for labels without classes");
        violations.Require(FeatureScale is null || FeatureScale.dim() == 1, "FeatureScale must have one dimension, [features].");
        violations.Require(FeatureNames is null || FeatureScale is null || FeatureNames.Count == FeatureScale.numel(),
            $"FeatureNames has {FeatureNames?.Count} names and FeatureScale {FeatureScale?.numel()} numbers; " +
            $"both are one for each feature.");
        violations.Require(DormantThreshold is >= 0 and < 1, DormantThreshold, "in [0, 1)");
        violations.Require(ConstantThreshold is >= 0 and < 1, ConstantThreshold, "in [0, 1)");
        violations.Require(RarelyActiveThreshold is >= 0 and < 1, RarelyActiveThreshold, "in [0, 1)");
        violations.Require(TwinThreshold is > 0 and < 1, TwinThreshold, "in (0, 1)");
        violations.Require(DuplicateThreshold is > 0 and < 2, DuplicateThreshold, "in (0, 2)");
        violations.Require(VanishingThreshold is > 0 and < 1, VanishingThreshold, "in (0, 1)");
        violations.Require(IgnoredThreshold is > 0 and < 1, IgnoredThreshold, "in (0, 1)");
        violations.Require(NeededLevel is > 0 and < 1, NeededLevel, "in (0, 1)");
        violations.Require(NeededShare is >= 0 and < 1, NeededShare, "in [0, 1)");
        violations.Require(LabelSmoothing is >= 0 and < 1, LabelSmoothing, "in [0, 1)");
        violations.Require(Evidence is not null, "Evidence is null: leave it at its default where nothing is known.");
        violations.Require(BatchRows >= 1, BatchRows, "1 or more");
        violations.ThrowIfAny(nameof(CollapseProbeOptions));
    }
}
