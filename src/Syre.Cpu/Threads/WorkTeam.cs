using System.Diagnostics;

namespace Syre.Cpu.Threads;

/// <summary>
/// The caller's thread and helpers. Whoever is there claims the next item: nobody waits for a thread at a start. The caller computes once
/// more what a helper has claimed and not handed in. One phase at a time.
/// </summary>
internal sealed class WorkTeam : IDisposable
{
    /// <summary>A helper counts as late after so many times what an item took the caller: a repeat then at most doubles a phase.</summary>
    private const double Patience = 2;

    private readonly Helper[] _helpers;
    private readonly CoreShare.Member _share;
    private Turn? _turn;
    private long[] _states = [];
    private long _turns, _itemTime = Stopwatch.Frequency / 10_000;
    private volatile bool _stops;

    /// <param name="threads">Number of threads, the caller's counted.</param>
    /// <param name="cores">The cores that teams share; null (default) for those of the process.</param>
    public WorkTeam(int threads, CoreShare? cores = null)
    {
        _helpers = [.. Enumerable.Range(1, threads - 1).Select(worker => new Helper(this, worker))];
        Array.ForEach(_helpers, helper => helper.Start());
        _share = (cores ?? CoreShare.OfProcess).Join();
    }

    /// <summary>Number of threads, the caller's counted.</summary>
    public int Threads => _helpers.Length + 1;

    /// <summary>Items that the caller computed although a helper had claimed them.</summary>
    public long Repeats { get; private set; }

    /// <summary>The latest turn that helpers take part in.</summary>
    public Turn? Turn => Volatile.Read(ref _turn);

    /// <summary>Whether helpers are to end.</summary>
    public bool Stops => _stops;

    /// <summary>Does all items of a phase. What an item throws is thrown when all others are done.</summary>
    /// <exception cref="ObjectDisposedException">The team is gone.</exception>
    public void Run(IPhase phase)
    {
        ObjectDisposedException.ThrowIf(_stops, this);
        try
        {
            int helpers = Math.Min(Math.Min(_share.Begin(), phase.Items) - 1, _helpers.Length);
            if (helpers > 0)
                Run(phase, helpers);
            else
                RunAlone(phase);
        }
        finally
        {
            _share.End();
        }
    }

    /// <summary>Ends the helpers, which may take as long as an item does: after that nobody reads what phases work on.</summary>
    public void Dispose()
    {
        if (_stops)
            return;
        _stops = true;
        Array.ForEach(_helpers, helper => helper.Stop());
        _share.Dispose();
    }

    private static void RunAlone(IPhase phase)
    {
        for (int item = 0; item < phase.Items; item++)
        {
            phase.Compute(item, 0);
            phase.Commit(item, 0);
        }
    }

    private void Run(IPhase phase, int helpers)
    {
        if (_states.Length < phase.Items * Turn.Line)
            _states = new long[phase.Items * Turn.Line];
        var turn = new Turn(phase, ++_turns, helpers, _states);
        Interlocked.Exchange(ref _turn, turn);
        for (int i = 0; i < helpers; i++)
            _helpers[i].Wake();
        long started = Stopwatch.GetTimestamp();
        int taken = turn.Work(0);
        long worked = Stopwatch.GetTimestamp();
        if (taken > 0)
            _itemTime = (worked - started) / taken;
        Repeats += turn.Finish(worked + (long)(Patience * _itemTime));
    }
}
