namespace Syre.MLNet.Checkpoints;

/// <summary>What a checkpoint says of itself.</summary>
/// <param name="Identity">The training.</param>
/// <param name="Machine">What the bits depend on beside it: device, threads, libtorch.</param>
/// <param name="Epoch">Epochs done.</param>
internal sealed record CheckpointHeader(TrainingIdentity Identity, string Machine, int Epoch);
