namespace Syre.MLNet.Objectives;

/// <summary>How an objective goes on from an earlier training.</summary>
/// <param name="Objective">The objective to train on with.</param>
/// <param name="StartsAnew">Whether the earlier outputs say nothing of the labels, so that an output layer that can be
/// reset is better reset.</param>
/// <param name="Change">What became of the earlier scale, for the log; null where it was kept.</param>
internal sealed record ContinuedObjective(Objective Objective, bool StartsAnew = false, string? Change = null);
