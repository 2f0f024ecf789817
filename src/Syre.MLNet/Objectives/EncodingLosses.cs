using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>Losses of rows without a label, <c>[rows]</c>.</summary>
internal static class EncodingLosses
{
    /// <summary>The mean over a row's numbers of the squared error of what a decoder gives back.</summary>
    /// <param name="decoded">What it gives, <c>[rows, inputs]</c>.</param>
    /// <param name="inputs">What it should give.</param>
    public static Tensor Reconstruction(Tensor decoded, Tensor inputs) => (decoded - inputs).Square().mean([1]);
}
