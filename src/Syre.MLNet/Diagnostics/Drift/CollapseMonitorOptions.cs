using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// When a <see cref="CollapseMonitor"/> speaks of drift: a shift must be beyond chance, and beyond chance large enough to matter.
/// </summary>
public sealed record CollapseMonitorOptions
{
    /// <summary>
    /// Largest probability of finding drift in any slot when there is none; in (0, 1). Default 0.001. It holds for one look at independent
    /// rows of the training's source, at any number of rows that was not chosen by looking, for any distribution, ties included; the
    /// errors of the rows seen and of the profile's own rows are both counted. Of looks after every row, it holds for all of them together
    /// at the default of <see cref="MinimumShift"/>, as measured on simulated rows; with a smaller one, look once after so many rows (<see
    /// cref="CollapseMonitor.Restart"/>), or divide the rate by the number of looks.
    /// </summary>
    public double FalseAlarmRate { get; init; } = 0.001;

    /// <summary>
    /// Greatest shift that does not matter, as a share of the rows; in [0, 1). Default 0.1. Drift is a shift that exceeds it by more than
    /// chance: with many rows, any difference is beyond chance.
    /// </summary>
    public double MinimumShift { get; init; } = 0.1;

    /// <summary>Notes every option that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    internal void AddTo(Violations violations)
    {
        violations.Require(FalseAlarmRate is > 0 and < 1, FalseAlarmRate, "in (0, 1)");
        violations.Require(MinimumShift is >= 0 and < 1, MinimumShift, "in [0, 1)");
    }
}
