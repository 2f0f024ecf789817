namespace Syre.MLNet.Inputs;

/// <summary>Some rows as a network takes them: a part for each of its inputs, in their order.</summary>
/// <param name="parts">The parts.</param>
internal readonly struct Batch(params FeatureRows[] parts)
{
    /// <summary>The part of one input.</summary>
    public FeatureRows this[int input] => parts[input];

    /// <summary>The rows of a network with one input.</summary>
    public static implicit operator Batch(FeatureRows rows) => new(rows);
}
