using TorchSharp;

namespace Syre.MLNet;

/// <summary>What a factory of the user's own network is told.</summary>
/// <param name="InputSize">Number of features, and of inputs that tell of missing ones (<see cref="MissingValues.Impute"/>): the network is
/// called with <c>[rows, InputSize]</c>, float32.</param>
/// <param name="OutputSize">Number of outputs: the network gives <c>[rows, OutputSize]</c> logits. 1 for binary classification and
/// regression, the number of classes otherwise.</param>
/// <param name="Device">Where the rows will be. The trainer moves the network there.</param>
public sealed record NetworkContext(int InputSize, int OutputSize, torch.Device Device);
