using Syre.MLNet.Checkpoints;

namespace Syre.MLNet.Tuning;

/// <summary>A line of a journal: the first says whose it is, each of the others tells of a trial.</summary>
/// <param name="Identity">The tuning; null in all lines but the first.</param>
/// <param name="Trial">A trial that ended; null in the first line.</param>
/// <param name="Elapsed">Time that the tuning had taken then, in all processes.</param>
internal sealed record JournalLine(TrainingIdentity? Identity = null, TuningTrial? Trial = null, TimeSpan Elapsed = default);
