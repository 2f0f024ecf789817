using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Syre.Cpu.Threads;

/// <summary>
/// A phase that is done. A helper that is late with an earlier one finds all its items taken, since its number goes with it: it can neither
/// take one nor hand one in.
/// </summary>
/// <param name="phase">The phase.</param>
/// <param name="number">Its number, above those before it: what a state of an item is of.</param>
/// <param name="helpers">How many helpers take part.</param>
/// <param name="states">State of each item, a cache line each: the number, then 2 bits. Turns may share it.</param>
internal sealed class Turn(IPhase phase, long number, int helpers, long[] states)
{
    /// <summary>States in a cache line, of which one is used.</summary>
    public const int Line = 8;

    private const int IsClaimed = 1, IsCommitting = 2, IsDone = 3;

    private readonly int _items = phase.Items;
    private readonly long _claimed = number << 2 | IsClaimed, _committing = number << 2 | IsCommitting, _done = number << 2 | IsDone;
    private Exception? _failure;

    /// <summary>Its number.</summary>
    public long Number => number;

    /// <summary>Whether a helper takes part.</summary>
    public bool IsFor(int worker) => worker <= helpers;

    /// <summary>Takes items until none is left: how many. The caller begins at the front, helpers at the back.</summary>
    public int Work(int worker)
    {
        int taken = 0;
        for (int i = 0; i < _items; i++)
        {
            int item = worker == 0 ? i : _items - 1 - i;
            ref long state = ref states[item * Line];
            long seen = Volatile.Read(ref state);
            if (seen >> 2 < number && Interlocked.CompareExchange(ref state, _claimed, seen) == seen)
            {
                taken++;
                Do(item, worker, ref state);
            }
        }
        return taken;
    }

    /// <summary>Waits until all items are handed in, and does what is late itself; how many that were.</summary>
    /// <param name="deadline">When what is not handed in counts as late, as a <see cref="Stopwatch"/> counts.</param>
    public int Finish(long deadline)
    {
        int repeats = 0;
        for (int item = 0; item < _items; item++)
        {
            ref long state = ref states[item * Line];
            var spinner = new SpinWait();
            for (long seen; (seen = Volatile.Read(ref state)) != _done;)
            {
                if (seen == _claimed && Stopwatch.GetTimestamp() > deadline)
                {
                    repeats++;
                    Do(item, 0, ref state);
                }
                else
                {
                    spinner.SpinOnce(sleep1Threshold: -1);
                }
            }
        }
        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return repeats;
    }

    /// <summary>Computes an item and hands it in, unless somebody else did. What goes wrong is the caller's to hear of.</summary>
    private void Do(int item, int worker, ref long state)
    {
        Exception? failure = null;
        try
        {
            phase.Compute(item, worker);
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        if (Interlocked.CompareExchange(ref state, _committing, _claimed) != _claimed)
            return;
        try
        {
            if (failure is null)
                phase.Commit(item, worker);
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        if (failure is not null)
            Interlocked.CompareExchange(ref _failure, failure, null);
        Volatile.Write(ref state, _done);
    }
}
