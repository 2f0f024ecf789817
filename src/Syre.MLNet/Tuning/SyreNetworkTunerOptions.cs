using Syre.Torch;

namespace Syre.MLNet;

/// <summary>How long and where a <see cref="SyreNetworkTuner"/> searches.</summary>
public sealed record SyreNetworkTunerOptions
{
    /// <summary>
    /// Longest time that <c>Fit</c> may take, above zero: when what is left is what the last training needs, and a fourth at least, no
    /// trial goes on. It is kept to about the length of an epoch, and of the reading and measuring around it; the last training has a
    /// tenth in any case, however late the search ended. Null (default) for no limit. Time of earlier processes that a journal tells of
    /// counts. With a limit that binds, the trials depend on the machine.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>
    /// Candidates that are drawn beside the trainer's own options, 0 or above. Default 54, three times eighteen, whose trials take as long
    /// as 22 to 40 trainings of one network. More are more likely to suit the rows held back by chance, where these are few.
    /// </summary>
    public int Draws { get; init; } = 54;

    /// <summary>
    /// Candidates in place of drawn ones, as they stand; null (default) to draw. <see cref="SyreNetworkCandidate.Draw"/> and <c>with</c>
    /// make a smaller space.
    /// </summary>
    public IReadOnlyList<SyreNetworkCandidate>? Candidates { get; init; }

    /// <summary>
    /// A folder for the journal <c>tuning.jsonl</c>, a line for each trial that ended: a tuning that was stopped, by whatever, goes on from
    /// there, and ends with the trials of one that was not. Null (default) for none. Needs a seed, of the trainer or the MLContext.
    /// </summary>
    public string? JournalDirectory { get; init; }

    /// <summary>Most trials at once, at least 1; null (default) for as many as there are processors (<see cref="ParallelFits"/>).</summary>
    public int? AtOnce { get; init; }

    /// <summary>Called after each trial, never by two threads at once; not of trials that a journal tells of. Null for nobody.</summary>
    public Action<TuningTrial>? Progress { get; init; }

    /// <summary>Notes what is out of range.</summary>
    internal void AddTo(Violations violations)
    {
        violations.Require(TimeBudget is null || TimeBudget > TimeSpan.Zero, TimeBudget, "above zero, or null for no limit");
        violations.Require(Draws >= 0, Draws, "at least 0");
        violations.Require(JournalDirectory is not "" && JournalDirectory?.Contains('\0') != true,
            "JournalDirectory is empty or holds a NUL; name a folder, or use null for no journal.");
        violations.Require(AtOnce is null or >= 1, AtOnce, "at least 1, or null for one a processor");
        foreach ((int index, SyreNetworkCandidate candidate) in (Candidates ?? []).Index())
        {
            violations.Require(candidate is not null, $"Candidates has a null at {index}; leave it out.");
            candidate?.AddTo(violations.Within($"{nameof(Candidates)}[{index}]"));
        }
    }
}
