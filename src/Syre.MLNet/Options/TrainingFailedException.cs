using Syre.MLNet.Runtime;

namespace Syre.MLNet;

/// <summary>
/// A network was trained, but what comes after its last epoch failed: measuring it, or making the model around it. The trained network is
/// not lost: <see cref="Model"/> holds it.
/// </summary>
/// <remarks>
/// Catch it to keep hours of training: <c>((SyreNetworkModel)e.Model).Network</c> or <c>((SyreTextClassificationModel)e.Model).Network</c>
/// is the network in TorchSharp, whose <c>save</c> writes its weights; and
/// <see cref="SyreNetworkEstimator.Fit(Microsoft.ML.IDataView, Microsoft.ML.IDataView, SyreNetworkModel)"/> trains on from a
/// <see cref="SyreNetworkModel"/>. Of a model whose measuring failed, the report has no layers.
/// </remarks>
public sealed class TrainingFailedException : InvalidOperationException
{
    internal TrainingFailedException(IDisposable model, Exception inner)
        : base(
            "The network was trained, but what follows the last epoch failed: " +
            $"{TorchFailure.Sentence(inner)} {nameof(Model)} of this exception holds the network.",
            inner) => Model = model;

    /// <summary>
    /// The trained model, a <see cref="SyreNetworkModel"/>, a <see cref="SyreTextClassificationModel"/> or a
    /// <see cref="SyreEncoderModel"/>, with its network in evaluation mode. Whoever catches the exception owns it.
    /// </summary>
    public IDisposable Model { get; }

    /// <summary>Whether an exception ends a training that is to be kept: not what was asked for by cancelling or by a policy.</summary>
    internal static bool Keeps(Exception e) => e is not (OperationCanceledException or CollapseException or TrainingFailedException);
}
