using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>A threshold with the values it may have.</summary>
/// <param name="Name">The threshold.</param>
/// <param name="Values">The values tried, rising.</param>
/// <param name="Set">Gives it a value.</param>
/// <param name="Get">Its value.</param>
internal sealed record Candidate(
    string Name, IReadOnlyList<double> Values, Func<CollapseThresholds, double, CollapseThresholds> Set,
    Func<CollapseThresholds, double> Get)
{
    /// <summary>
    /// The thresholds that this study can tell apart, those of noise first, since the others should not make up for it. Four
    /// ranges are not tried. A <see cref="CollapseThresholds.LossReduction"/> above 0.02: where signals are weak there is less to
    /// learn than in these sets. A <see cref="CollapseThresholds.MirrorDistance"/> above 1e-4: decay brings units of networks
    /// that lose nothing nearer the longer it lasts. Shares of dead or superfluous units above 0.3: one would want to know of
    /// them. A <see cref="CollapseThresholds.TargetRankShare"/> above 0.5: the neural collapse of unbalanced classes has an
    /// effective rank below classes − 1.
    /// </summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new(nameof(CollapseThresholds.ErrorExcess), [1.5, 2, 2.5, 3, 4, 5],
            (t, value) => t with { ErrorExcess = value }, t => t.ErrorExcess),
        new(nameof(CollapseThresholds.ErrorIncrease), [0, 0.05, 0.1, 0.2, 0.3],
            (t, value) => t with { ErrorIncrease = value }, t => t.ErrorIncrease),
        new(nameof(CollapseThresholds.EffectiveRankRatio), [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5],
            (t, value) => t with { EffectiveRankRatio = value }, t => t.EffectiveRankRatio),
        new(nameof(CollapseThresholds.TargetRankShare), [0.2, 0.3, 0.4, 0.5],
            (t, value) => t with { TargetRankShare = value }, t => t.TargetRankShare),
        new(nameof(CollapseThresholds.DeadShare), [0.05, 0.1, 0.2, 0.3], (t, value) => t with { DeadShare = value }, t => t.DeadShare),
        new(nameof(CollapseThresholds.DuplicateShare), [0.05, 0.1, 0.2, 0.3],
            (t, value) => t with { DuplicateShare = value }, t => t.DuplicateShare),
        new(nameof(CollapseThresholds.LossReduction), [0.005, 0.01, 0.02],
            (t, value) => t with { LossReduction = value }, t => t.LossReduction),
        new(nameof(CollapseThresholds.FittedLossReduction), [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
            (t, value) => t with { FittedLossReduction = value }, t => t.FittedLossReduction),
        new(nameof(CollapseThresholds.MirrorDistance), [1e-6, 1e-5, 1e-4],
            (t, value) => t with { MirrorDistance = value }, t => t.MirrorDistance),
        new(nameof(CollapseThresholds.VanishingShare), [0.3, 0.5, 0.7, 0.9],
            (t, value) => t with { VanishingShare = value }, t => t.VanishingShare),
        new(nameof(CollapseThresholds.NeededCorrelation), [0, 0.1, 0.15, 0.2, 0.25, 0.3],
            (t, value) => t with { NeededCorrelation = value }, t => t.NeededCorrelation),
        new(nameof(CollapseThresholds.NeuralCollapseError), [0.005, 0.01, 0.02],
            (t, value) => t with { NeuralCollapseError = value }, t => t.NeuralCollapseError),
    ];
}
