using Syre.MLNet.Heads;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Networks;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>A network of <c>SyreTextClassification</c>, trained.</summary>
public sealed class SyreTextClassificationModel : SyreModel
{
    internal SyreTextClassificationModel(
        PredictionTask task, TextNetwork network, SyreTextClassificationOptions options, TrainingSummary summary, CollapseReport report)
        : base(task, network, options, summary, report)
    {
    }

    /// <summary>
    /// The network in TorchSharp, in evaluation mode: weighted n-grams <c>[rows, n-grams]</c> to logits <c>[rows, outputs]</c>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public override torch.nn.Module<torch.Tensor, torch.Tensor> Network => base.Network;

    /// <inheritdoc/>
    public override SyreTextClassificationOptions Options => (SyreTextClassificationOptions)base.Options;

    /// <summary>What it knows of texts beside its weights; null for a network that is not trained.</summary>
    internal KnownTexts? Texts { get; init; }

    /// <summary>The network.</summary>
    internal TextNetwork TextNetwork => (TextNetwork)ScoringNetwork;
}
