using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>What an objective may compare the outputs of some rows with.</summary>
/// <param name="Targets">From <see cref="Objective.Targets"/>; of no use to an objective without a label.</param>
/// <param name="Weights">Example weights of mean 1, <c>[rows]</c>, or null.</param>
internal readonly record struct LabelledBatch(Tensor Targets, Tensor? Weights = null);
