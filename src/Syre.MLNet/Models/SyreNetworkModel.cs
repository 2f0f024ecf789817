using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>A network of <c>SyreNetwork</c>, trained.</summary>
public sealed class SyreNetworkModel : SyreModel
{
    internal SyreNetworkModel(
        PredictionTask task, ScoringNetwork network, SyreNetworkOptions options, TrainingSummary summary, CollapseReport report)
        : base(task, network, options, summary, report)
    {
    }

    /// <summary>
    /// The network in TorchSharp, in evaluation mode: the built-in one, which takes raw features <c>[rows, features]</c>, or
    /// the user's own, which takes them scaled. It gives <c>[rows, outputs]</c>: logits, or for regression the label in
    /// units of its standard deviation.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public override torch.nn.Module<torch.Tensor, torch.Tensor> Network => base.Network;

    /// <summary>
    /// Slots of the feature column, ascending, for which the network has an input that tells whether the value is missing: those that were
    /// missing in a row given for training (<see cref="MissingValues.Impute"/>).
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public IReadOnlyList<int> IndicatedSlots =>
        [.. ScoringNetwork.Indicated.Select(feature => ScoringNetwork.Slots?[feature] ?? feature)];

    /// <summary>Its networks: the members of an ensemble, or the one.</summary>
    internal IReadOnlyList<FeatureNetwork> Networks =>
        ScoringNetwork is EnsembleNetwork ensemble ? ensemble.Members : [(FeatureNetwork)ScoringNetwork];

    /// <inheritdoc/>
    public override SyreNetworkOptions Options => (SyreNetworkOptions)base.Options;
}
