namespace Syre.Torch;

/// <summary>
/// The thresholds of the findings. Immutable; vary them with <c>thresholds with { … }</c>. The defaults are those that the study
/// <c>thresholds</c> chose, where nothing else is said: with them it saw no false alarm
/// (<c>tests/Syre.Studies/results/thresholds.md</c>, with every rate).
/// </summary>
public sealed record CollapseThresholds
{
    /// <summary>
    /// Centred effective rank over the random baseline's, below which capacity is gone; in (0, 1). Default 0.25: at 0.3 and
    /// above the study saw false alarms.
    /// </summary>
    public double EffectiveRankRatio { get; init; } = 0.25;

    /// <summary>
    /// Centred effective rank over the largest possible, below which a layer without a random baseline (a column of vectors) has lost
    /// capacity; in (0, 1). Default 0.1, a convention: what columns are like is not known.
    /// </summary>
    public double ColumnRankShare { get; init; } = 0.1;

    /// <summary>
    /// Centred effective rank over the directions that the target itself needs (classes − 1, at least 1), below which a layer cannot hold
    /// the target, and dead or twin units are no longer what capacity control leaves over; in (0, 1). Default 0.5: neural collapse of
    /// unbalanced classes has an effective rank below classes − 1, so that much more would take it for too few.
    /// </summary>
    public double TargetRankShare { get; init; } = 0.5;

    /// <summary>
    /// Share of dead or constant units, beyond the random baseline's, above which it is a sign; in (0, 1). Default 0.3: usual training
    /// kills as many without harm. One unit alone is never a sign.
    /// </summary>
    public double DeadShare { get; init; } = 0.3;

    /// <summary>
    /// Share of units made superfluous by twins or duplicates, beyond the random baseline's, above which it is a sign; in (0, 1). Default
    /// 0.3: usual training makes as many without harm. One unit alone is never a sign.
    /// </summary>
    public double DuplicateShare { get; init; } = 0.3;

    /// <summary>
    /// Median relative distance of a unit to its nearest exchange mirror, at or below which the units are copies that training cannot part;
    /// above 0. Default 1e-4: copies are at 0 and float32 rounds far below, while decay that lost nothing came no nearer than 3e-3. With
    /// syre θ0 parts the units, so that this never holds; there <see cref="VanishingShare"/> tells.
    /// </summary>
    public double MirrorDistance { get; init; } = 1e-4;

    /// <summary>
    /// Share of units no larger than θ0 (or a tenth of the layer's largest), above which a layer trained with syre has lost capacity
    /// whatever its rank: its directions are θ0's, which nobody learned. Needs <see cref="LayerReport.StaticBiasSize"/>; in (0, 1). Default
    /// 0.5, a majority; the study could not tell it from its neighbours.
    /// </summary>
    public double VanishingShare { get; init; } = 0.5;

    /// <summary>
    /// Share of the constant answer's loss that the network must at least have saved, or its learning has stopped; in (0, 1). Default 0.02.
    /// More would find little more in the study, and take tasks of weak signals for failures.
    /// </summary>
    public double LossReduction { get; init; } = 0.02;

    /// <summary>
    /// Share of the constant answer's loss by whose saving a network shows that it has what its task needs, so that dead or twin units and
    /// ignored features were spare; above <see cref="LossReduction"/>, at most 1. Default 0.8.
    /// </summary>
    public double FittedLossReduction { get; init; } = 0.8;

    /// <summary>
    /// Validation error beyond the reference's, in standard errors of the difference, above which something was lost; above 0.
    /// Default 4: at 3 the study saw false alarms, and many networks are judged. Up to one standard error the network is no worse;
    /// between the two the errors say neither.
    /// </summary>
    public double ErrorExcess { get; init; } = 4;

    /// <summary>
    /// Validation error beyond the reference's, as a share of that, up to which the difference does not matter, however sure it is; 0 or
    /// above. Default 0.1: with many rows a difference of no use to anyone is beyond noise.
    /// </summary>
    public double ErrorIncrease { get; init; } = 0.1;

    /// <summary>
    /// |Correlation| of an ignored feature with what the network leaves unexplained, from which on it counts as needed, beyond chance as it
    /// also must be; in [0, 1). Default 0.1: 1 % of the unexplained variance.
    /// </summary>
    public double NeededCorrelation { get; init; } = 0.1;

    /// <summary>
    /// Largest share of wrong training rows, and of rows where network and nearest class mean disagree, with which a low rank of the last
    /// layer is neural collapse and benign; in [0, 1). Default 0.02, next to the zero of its definition.
    /// </summary>
    public double NeuralCollapseError { get; init; } = 0.02;

    /// <summary>
    /// NC1, the variability within classes over that between them, up to which a report speaks of neural collapse, beside the errors of
    /// <see cref="NeuralCollapseError"/>; above 0. Default 0.1, a convention, since no source gives a threshold for a limit: rows lie about
    /// their class mean with a tenth of the variance of the means. It chooses a sentence; the verdict goes by the errors.
    /// </summary>
    public double NeuralCollapseVariability { get; init; } = 0.1;

    /// <summary>
    /// Rows for each unit that the rank of a layer needs to be judged; above 0. Default 2: with fewer, rows and not units bound the rank.
    /// </summary>
    public double RowsPerUnit { get; init; } = 2;

    /// <summary>
    /// Share of inactive latents of a variational autoencoder above which it is a sign; in (0, 1). Default 0.5, a convention: such networks
    /// drop latents that they do not need.
    /// </summary>
    public double InactiveLatentShare { get; init; } = 0.5;

    /// <summary>Checks all thresholds.</summary>
    /// <exception cref="ArgumentException">At least one is out of range; the message lists all violations.</exception>
    public void Validate()
    {
        var violations = new Violations();
        AddTo(violations);
        violations.ThrowIfAny(nameof(CollapseThresholds));
    }

    /// <summary>Notes every threshold that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    public void AddTo(Violations violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        const string share = "above 0 and below 1", positive = "finite and above 0";
        violations.Require(EffectiveRankRatio is > 0 and < 1, EffectiveRankRatio, share);
        violations.Require(ColumnRankShare is > 0 and < 1, ColumnRankShare, share);
        violations.Require(TargetRankShare is > 0 and < 1, TargetRankShare, share);
        violations.Require(DeadShare is > 0 and < 1, DeadShare, share);
        violations.Require(DuplicateShare is > 0 and < 1, DuplicateShare, share);
        violations.Require(VanishingShare is > 0 and < 1, VanishingShare, share);
        violations.Require(LossReduction is > 0 and < 1, LossReduction, share);
        violations.Require(InactiveLatentShare is > 0 and < 1, InactiveLatentShare, share);
        violations.Require(NeededCorrelation is >= 0 and < 1, NeededCorrelation, "in [0, 1)");
        violations.Require(NeuralCollapseError is >= 0 and < 1, NeuralCollapseError, "in [0, 1)");
        violations.Require(NeuralCollapseVariability is > 0 and < double.PositiveInfinity, NeuralCollapseVariability, positive);
        violations.Require(FittedLossReduction > LossReduction && FittedLossReduction <= 1, FittedLossReduction,
            FormattableString.Invariant($"above LossReduction ({LossReduction}) and at most 1"));
        violations.Require(ErrorExcess is > 0 and < double.PositiveInfinity, ErrorExcess, positive);
        violations.Require(ErrorIncrease is >= 0 and < double.PositiveInfinity, ErrorIncrease, "finite, 0 or above");
        violations.Require(MirrorDistance is > 0 and < double.PositiveInfinity, MirrorDistance, positive);
        violations.Require(RowsPerUnit is > 0 and < double.PositiveInfinity, RowsPerUnit, positive);
    }
}
