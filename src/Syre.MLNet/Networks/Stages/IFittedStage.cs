using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>A stage whose first weights are fitted to what reaches it.</summary>
internal interface IFittedStage
{
    /// <summary>Its values before the activation, <c>[rows, units]</c>.</summary>
    Tensor Sums(in FeatureRows rows);

    /// <summary>Fits its weights and biases.</summary>
    /// <param name="sums">Its sums on training rows, with the weights of <see cref="Stage.Initialize"/>, row after row.</param>
    /// <param name="random">The stage's random numbers.</param>
    void FitTo(ReadOnlySpan<float> sums, WeightRandom random);
}
