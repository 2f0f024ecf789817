using Syre.Cpu.Threads;

namespace Syre.Cpu.Tests.Threads;

/// <summary>A phase that writes down what is done to each item, and lets tests come between.</summary>
internal sealed class RecordingPhase(int items) : IPhase
{
    private readonly int[] _computed = new int[items], _committed = new int[items], _by = new int[items];

    public int Items => items;

    /// <summary>Called in the midst of computing an item: the item and the worker.</summary>
    public Action<int, int>? Computing { get; init; }

    /// <summary>Called in the midst of handing an item in: the item and the worker.</summary>
    public Action<int, int>? Committing { get; init; }

    /// <summary>How often each item was computed to its end.</summary>
    public int[] Computed => _computed;

    /// <summary>How often each item was handed in.</summary>
    public int[] Committed => _committed;

    /// <summary>Who handed each item in.</summary>
    public int[] By => _by;

    public void Compute(int item, int worker)
    {
        Computing?.Invoke(item, worker);
        Interlocked.Increment(ref _computed[item]);
    }

    public void Commit(int item, int worker)
    {
        Committing?.Invoke(item, worker);
        Interlocked.Increment(ref _committed[item]);
        _by[item] = worker;
    }
}
