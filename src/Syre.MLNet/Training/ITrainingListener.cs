namespace Syre.MLNet.Training;

/// <summary>Is told how a training goes: progress, the log, measures of collapse, checkpoints and limits of time are listeners.</summary>
internal interface ITrainingListener
{
    /// <summary>Training is about to begin, or to go on.</summary>
    /// <returns>Why it is not to go on; <see cref="StopReason.Completed"/> to begin.</returns>
    StopReason Started(TrainingRun run) => StopReason.Completed;

    /// <summary>An epoch is done, and the best network so far is kept.</summary>
    /// <param name="run">The training.</param>
    /// <param name="epoch">What came of the epoch.</param>
    /// <returns>Why training is to end; <see cref="StopReason.Completed"/> to go on.</returns>
    StopReason EpochDone(TrainingRun run, EpochResult epoch);
}
