using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>A hidden layer as the diagnostics see it: a number of units and, where it is known, their weights.</summary>
public sealed record ObservedLayer
{
    /// <summary>The layer's name: that of the module with its weights, or <c>input of X</c> where no one module's units
    /// are read by module X.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of layer: <c>Linear</c>, <c>Conv2d</c>, …; <c>Mixed</c> where it is not one module's (attention,
    /// sums, concatenation).</summary>
    public required string Kind { get; init; }

    /// <summary>Number of units; of a convolution, channels.</summary>
    public required int Width { get; init; }

    /// <summary>Weights into the units, <c>[units, inputs]</c>, without gradient; null where they are not known.</summary>
    public Tensor? Incoming { get; init; }

    /// <summary>Biases of the units, <c>[units]</c>, without gradient; null without.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>Weights out of the units, <c>[outputs, units]</c>, without gradient; null where they are not known.</summary>
    public Tensor? Outgoing { get; init; }

    /// <summary>
    /// Weights whose ranks are reported where <see cref="Incoming"/> is null, <c>[units, inputs]</c>: of a mixed layer, those of the weight
    /// module that ran last before it was read (of multi-head attention, its output projection). Default null: none.
    /// </summary>
    public Tensor? Weights { get; init; }

    /// <summary>
    /// Root mean square of θ0's elements in the unit of <see cref="Incoming"/>: σ0 × the initial deviation of the parameter × whatever
    /// stands between parameter and weight; above 0. Default null: not trained with syre. Where decay has won, syre leaves a unit at θ0 and
    /// not at 0. With this, units whose incoming weights have a root mean square of at most twice this count as vanishing, however small
    /// the layer's largest: twice, because at θ0 alone the root mean square scatters around once.
    /// </summary>
    public double? StaticBiasSize { get; init; }

    /// <summary>Whether the activation is odd (tanh, identity), so that a unit may change the sign of all of its
    /// weights. Default false.</summary>
    public bool IsOdd { get; init; }

    /// <summary>The parameters that the units' weights are in, for <see cref="CollapseDiagnostics.SymmetryGap"/>; none
    /// where they are not known.</summary>
    public IReadOnlyList<UnitParameters> Parameters { get; init; } = [];
}
