namespace Syre.MLNet;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The validation metric had not improved for as many epochs as allowed.</summary>
    EarlyStopped,

    /// <summary>The cancellation token asked for it; the best epoch so far was kept.</summary>
    Cancelled,

    /// <summary>The loss was no longer a finite number; the best epoch before that was kept.</summary>
    Diverged,

    /// <summary>The time allowed was over (<see cref="SyreTrainerOptions.TimeLimit"/>); the best epoch so far was kept.</summary>
    TimeLimit,
}
