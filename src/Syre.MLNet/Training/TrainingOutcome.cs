namespace Syre.MLNet.Training;

/// <summary>What came out of the training loop; the parts of a <see cref="TrainingSummary"/> that the loop knows.</summary>
internal sealed record TrainingOutcome(
    StopReason StopReason,
    int Epochs,
    int BestEpoch,
    long Steps,
    double TrainingLoss,
    ValidationResult? Validation,
    TimeSpan Duration);
