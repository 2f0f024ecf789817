using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>What a network computed for a batch, on its way and at the end.</summary>
/// <param name="Outputs">Its outputs, <c>[rows, outputs]</c>.</param>
/// <param name="Hidden">Its hidden layers, <c>[rows, …]</c>, from the input to the output.</param>
internal readonly record struct NetworkTrace(Tensor Outputs, IReadOnlyList<Tensor> Hidden);
