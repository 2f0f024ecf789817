namespace Syre.MLNet.Training;

/// <summary>Ends a training after the epoch in which its time is over.</summary>
internal sealed class TimeLimit(TimeSpan limit) : ITrainingListener
{
    /// <inheritdoc/>
    public StopReason Started(TrainingRun run) => Asked(run);

    /// <inheritdoc/>
    public StopReason EpochDone(TrainingRun run, EpochResult epoch) => Asked(run);

    private StopReason Asked(TrainingRun run) => run.Elapsed >= limit ? StopReason.TimeLimit : StopReason.Completed;
}
