using System.Collections.Concurrent;

namespace CollapseLab.Torch;

/// <summary>Runs that come out the same in several settings, as an arm without a pull does at every γ: each is done once.</summary>
/// <typeparam name="TKey">What a run depends on.</typeparam>
internal sealed class RepeatedRuns<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Measured>> _done = [];

    /// <summary>The result of a run, which is done unless it was before.</summary>
    public Measured Run(TKey key, Func<Measured> run) => _done.GetOrAdd(key, _ => new Lazy<Measured>(run)).Value;
}
