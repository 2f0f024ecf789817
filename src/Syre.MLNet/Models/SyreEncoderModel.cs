using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>An encoder of <c>SyreEncoder</c>, trained.</summary>
public sealed class SyreEncoderModel : SyreModel
{
    internal SyreEncoderModel(
        PredictionTask task, ScoringNetwork network, SyreEncoderOptions options, TrainingSummary summary, CollapseReport report)
        : base(task, network, options, summary, report)
    {
    }

    /// <summary>
    /// The network in TorchSharp, in evaluation mode: raw features <c>[rows, features]</c> to the embedding, <c>[rows, size]</c>, with the
    /// error of the reconstruction as one number more where the options ask for it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public override torch.nn.Module<torch.Tensor, torch.Tensor> Network => base.Network;

    /// <summary>Numbers in the embedding.</summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public int EmbeddingSize => ((EncoderSpec)ScoringNetwork.Spec).Size;

    /// <inheritdoc/>
    public override SyreEncoderOptions Options => (SyreEncoderOptions)base.Options;
}
