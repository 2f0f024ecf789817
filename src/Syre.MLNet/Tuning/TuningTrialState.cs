namespace Syre.MLNet;

/// <summary>What became of a trial.</summary>
public enum TuningTrialState
{
    /// <summary>It ended by itself, and its metric stands.</summary>
    Completed,

    /// <summary>The time was over before it ended: its metric is not compared with others.</summary>
    TimeLimit,

    /// <summary>It threw, or gave no metric; <see cref="TuningTrial.Message"/> says why.</summary>
    Failed,
}
