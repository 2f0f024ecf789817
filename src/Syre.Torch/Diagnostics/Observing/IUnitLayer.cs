using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// A module of one's own with weights that the diagnostics can read: how its units weigh what they read, whatever the parametrisation. The
/// linear, convolution and attention modules of TorchSharp are known without it.
/// </summary>
public interface IUnitLayer
{
    /// <summary>The weights in effect, <c>[units, inputs]</c>: unit i computes row i times the input, plus its bias. A new tensor, or a
    /// view of a parameter; the caller disposes it.</summary>
    Tensor UnitWeights();

    /// <summary>The biases in effect, <c>[units]</c>; null without. A new tensor, or a view of a parameter;
    /// the caller disposes it.</summary>
    Tensor? UnitBias();
}
