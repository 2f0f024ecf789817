using Syre.MLNet.Diagnostics;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>What came out of the training loop; the parts of a <see cref="TrainingSummary"/> that the loop knows.</summary>
internal sealed record TrainingOutcome(
    StopReason StopReason,
    int Epochs,
    int BestEpoch,
    long Steps,
    double TrainingLoss,
    ValidationResult? Validation,
    TimeSpan Duration)
{
    /// <summary>The account of the training that users see.</summary>
    /// <param name="network">What was trained.</param>
    /// <param name="skipped">Rows left out.</param>
    /// <param name="trainingRows">Rows trained on.</param>
    /// <param name="validationRows">Rows held back.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="device">Where it ran.</param>
    /// <param name="watch">The diagnostics, whose time is counted apart.</param>
    public TrainingSummary Summary(
        nn.Module network, int skipped, int trainingRows, int validationRows, long seed, Device device, CollapseWatch watch) => new()
    {
        StopReason = StopReason,
        Epochs = Epochs,
        BestEpoch = BestEpoch,
        Steps = Steps,
        TrainingRows = trainingRows,
        ValidationRows = validationRows,
        SkippedRows = skipped,
        Parameters = network.parameters().Sum(parameter => parameter.numel()),
        TrainingLoss = TrainingLoss,
        ValidationLoss = Validation?.Loss,
        ValidationError = Validation?.Error,
        Duration = Duration - watch.DurationInTraining,
        DiagnosticsDuration = watch.Duration,
        Seed = seed,
        Device = device.ToString(),
    };
}
