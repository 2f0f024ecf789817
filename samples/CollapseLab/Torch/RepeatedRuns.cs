using System.Collections.Concurrent;
using CollapseLab.Arms;

namespace CollapseLab.Torch;

/// <summary>Runs of arms without a pull, which come out the same at every strength of it: each is done once.</summary>
internal sealed class RepeatedRuns
{
    private readonly ConcurrentDictionary<(string Group, Arm Arm, int Seed, bool IsQuick), Lazy<Measured>> _done = [];

    /// <summary>The result of a run, which is not done where the settings of its group have it already.</summary>
    /// <param name="trial">The run.</param>
    /// <param name="run">Does it.</param>
    public Measured Run(Trial trial, Func<Measured> run) => trial.Arm.Kind is ArmKind.None or ArmKind.Noise or ArmKind.Frozen
        ? _done.GetOrAdd((trial.Setting.Group, trial.Arm, trial.Seed, trial.IsQuick), _ => new Lazy<Measured>(run)).Value
        : run();
}
