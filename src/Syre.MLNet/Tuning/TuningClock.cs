using System.Diagnostics;

namespace Syre.MLNet.Tuning;

/// <summary>The time of a tuning.</summary>
/// <param name="budget">Longest time; null for no limit.</param>
/// <param name="before">Time of earlier processes.</param>
internal sealed class TuningClock(TimeSpan? budget, TimeSpan before)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Time since it began, without pauses between processes.</summary>
    public TimeSpan Elapsed => before + _clock.Elapsed;

    /// <summary>Time that is left, not above zero when it is over; null for no limit.</summary>
    public TimeSpan? Left => budget - Elapsed;
}
