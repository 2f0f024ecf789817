namespace Syre.MLNet.Training;

/// <summary>Ends a training after the epoch in which its time is over.</summary>
internal sealed class TimeLimit(TimeSpan limit) : ITrainingListener
{
    /// <inheritdoc/>
    public StopReason EpochDone(TrainingRun run, EpochResult epoch) => run.Elapsed >= limit ? StopReason.TimeLimit : StopReason.Completed;
}
