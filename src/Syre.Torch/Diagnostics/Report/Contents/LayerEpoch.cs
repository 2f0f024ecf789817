namespace Syre.Torch;

/// <summary>One layer in one epoch.</summary>
/// <param name="EffectiveRank">Centred effective rank of the activations.</param>
/// <param name="DeadShare">Share of dead or constant units.</param>
/// <param name="MeanNorm">Root mean square norm of the activations of a row.</param>
public sealed record LayerEpoch(double EffectiveRank, double DeadShare, double MeanNorm);
