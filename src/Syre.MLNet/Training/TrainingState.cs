namespace Syre.MLNet.Training;

/// <summary>
/// Where a training stands between two epochs, but for its tensors. With them, everything that comes after follows: orders of rows and masks are functions
/// of the seed, the epoch and the step.
/// </summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="TrainingLoss">Mean loss of the last epoch; NaN before the first.</param>
/// <param name="Best">The best epoch.</param>
/// <param name="Elapsed">Time since training began, without pauses between processes.</param>
internal sealed record TrainingState(int Epoch, long Steps, double TrainingLoss, BestEpoch Best, TimeSpan Elapsed)
{
    /// <summary>Before the first epoch.</summary>
    public static TrainingState Begin { get; } = new(0, 0, double.NaN, BestEpoch.None, TimeSpan.Zero);
}
