using Syre.MLNet.Objectives;
using Syre.MLNet.Training;

namespace Syre.MLNet.Models;

/// <summary>What is known of a member of an ensemble beside its network and its summary.</summary>
/// <param name="Scales">How numbers relate to its outputs; empty for classes.</param>
/// <param name="Origin">What a training that goes on from it must know.</param>
internal sealed record MemberMetadata(IReadOnlyList<LabelScale> Scales, TrainingOrigin? Origin);
