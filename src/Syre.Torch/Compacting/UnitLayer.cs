namespace Syre.Torch;

/// <summary>
/// A linear layer and the function after it, as <see cref="UnitCompaction"/> takes and gives it: unit i of an input x has the sum
/// z = Gain · Σ(Weights[i] · Scale · x) + Biases[i] and the value z + Shares[i] · (f(z) − z).
/// </summary>
public sealed record UnitLayer
{
    /// <summary>The layer's name, for the report.</summary>
    public required string Name { get; init; }

    /// <summary>Weights of each unit, <c>[units][inputs]</c>.</summary>
    public required IReadOnlyList<float[]> Weights { get; init; }

    /// <summary>Biases, <c>[units]</c>.</summary>
    public required float[] Biases { get; init; }

    /// <summary>f. Default <see cref="UnitActivation.Identity"/>, as of the layer that gives the outputs.</summary>
    public UnitActivation Activation { get; init; }

    /// <summary>How much of f each unit uses, <c>[units]</c>; null (default) for all of it.</summary>
    public float[]? Shares { get; init; }

    /// <summary>What all weights are multiplied by. Default 1.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>What each input is multiplied by, <c>[inputs]</c>, of the first layer only; null (default) for nothing.</summary>
    public float[]? Scale { get; init; }

    /// <summary>
    /// Of a compacted layer how each unit that it had follows from those that it has; empty (default) of one that is not.
    /// </summary>
    public IReadOnlyList<UnitSource> Sources { get; init; } = [];

    /// <summary>Number of units.</summary>
    public int Width => Biases.Length;
}
