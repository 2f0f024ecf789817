using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>One batch of probe rows as it went through a network. Its tensors are the maker's to dispose;
/// nothing here keeps them.</summary>
public sealed record Observation
{
    /// <summary>Activations of each hidden layer, in order: <c>[rows, units]</c> or <c>[rows, units, positions…]</c>.</summary>
    public required IReadOnlyList<Tensor> Activations { get; init; }

    /// <summary>What the network gave: <c>[rows, classes]</c> logits, or <c>[rows, 1]</c> (one logit, or a number).</summary>
    public required Tensor Outputs { get; init; }

    /// <summary>The labels: classes from 0 as int64 <c>[rows]</c>, or numbers as float <c>[rows]</c> or <c>[rows, outputs]</c>;
    /// null where not known.</summary>
    public Tensor? Targets { get; init; }

    /// <summary>The features as the first layer reads them, <c>[rows, features]</c>; null where it reads something else.</summary>
    public Tensor? Inputs { get; init; }
}
