namespace Syre.MLNet;

/// <summary>What the progress callback is told after each epoch; never by two threads at once.</summary>
/// <param name="Epoch">The epoch just done, from 1.</param>
/// <param name="Epochs">The number of epochs asked for.</param>
/// <param name="TrainingLoss">Mean loss over the epoch's batches, with label smoothing and example weights.</param>
/// <param name="ValidationLoss">Mean loss on the validation rows, without label smoothing; NaN without validation rows.</param>
/// <param name="ValidationError">Share of wrong labels (classification) or root mean squared error in the label's unit (regression) on the
/// validation rows; NaN without validation rows.</param>
/// <param name="IsBest">Whether this is the best epoch so far, the one that would be kept.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Elapsed">Time since training began.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    double TrainingLoss,
    double ValidationLoss,
    double ValidationError,
    bool IsBest,
    double LearningRate,
    TimeSpan Elapsed)
{
    /// <summary>The member of an ensemble that is told of, from 0; members are trained beside each other.</summary>
    public int Member { get; init; }
}
