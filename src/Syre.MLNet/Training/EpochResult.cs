namespace Syre.MLNet.Training;

/// <summary>What came of an epoch.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">Mean loss over its batches.</param>
/// <param name="Validation">What was measured on the validation rows; null without them.</param>
/// <param name="IsBest">Whether it is the best so far.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Outputs">The network's outputs for the validation rows, row after row; null where nothing was measured on them.</param>
internal sealed record EpochResult(
    int Epoch, double TrainingLoss, ValidationResult? Validation, bool IsBest, double LearningRate, float[]? Outputs = null);
