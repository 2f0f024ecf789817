using System.Diagnostics;

namespace Syre.Cpu.Threads;

/// <summary>
/// The caller's thread and helpers. Whoever is there claims the next item: nobody waits for a thread at a start. The caller computes once
/// more what a helper has claimed and not handed in. Helpers spin a little between phases, then park.
/// </summary>
internal sealed class WorkTeam : IDisposable
{
    private const int Claimed = 1, Committing = 2, Done = 3;
    private const int Line = 8;   // longs in a cache line
    private const int SpinsBetweenLooks = 64;

    /// <summary>Longer than an update between two phases, shorter than what a busy machine would miss.</summary>
    private const double SpinSeconds = 50e-6;

    private readonly Helper[] _helpers;
    private readonly CoreShare? _share;
    private Turn _turn = new(null, 0, 0, []);
    private volatile bool _stops;

    /// <param name="threads">Number of threads, the caller's counted.</param>
    public WorkTeam(int threads)
    {
        _helpers = new Helper[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
            _helpers[i] = new Helper(this, i + 1);
        _share = threads > 1 ? new CoreShare() : null;
    }

    /// <summary>Number of threads, the caller's counted.</summary>
    public int Threads => _helpers.Length + 1;

    /// <summary>Items that the caller computed although a helper had claimed them.</summary>
    public long Repeats { get; private set; }

    /// <summary>Does all items of a phase.</summary>
    public void Run(IPhase phase)
    {
        int helpers = _share is null || phase.Items == 1 ? 0 : Math.Min(_share.Helpers, _helpers.Length);
        if (helpers == 0)
        {
            for (int item = 0; item < phase.Items; item++)
            {
                phase.Compute(item, 0);
                phase.Commit(item, 0);
            }
            return;
        }
        var turn = new Turn(
            phase, _turn.Number + 1, helpers, _turn.States.Length < phase.Items * Line ? new long[phase.Items * Line] : _turn.States);
        Volatile.Write(ref _turn, turn);
        Interlocked.MemoryBarrier();
        for (int i = 0; i < helpers; i++)
            _helpers[i].Wake();
        long started = Stopwatch.GetTimestamp();
        turn.Work(0);
        Repeats += turn.Finish((Stopwatch.GetTimestamp() - started) / phase.Items);
    }

    public void Dispose()
    {
        _stops = true;
        foreach (Helper helper in _helpers)
            helper.Stop();
        _share?.Dispose();
    }

    /// <summary>
    /// A phase that is done. A helper that is late with an earlier one finds all its items claimed, since its numbers go with it.
    /// </summary>
    /// <param name="Phase">The phase; null before the first.</param>
    /// <param name="Number">Its number: what a state of an item is of.</param>
    /// <param name="Helpers">How many helpers take part.</param>
    /// <param name="States">State of each item, a cache line each: the number, then 2 bits.</param>
    private sealed record Turn(IPhase? Phase, long Number, int Helpers, long[] States)
    {
        /// <summary>Takes items until none is left. The caller begins at the front, helpers at the back.</summary>
        public void Work(int worker)
        {
            int items = Phase!.Items;
            for (int i = 0; i < items; i++)
            {
                int item = worker == 0 ? i : items - 1 - i;
                ref long state = ref States[item * Line];
                long seen = Volatile.Read(ref state);
                if (seen >> 2 < Number && Interlocked.CompareExchange(ref state, Number << 2 | Claimed, seen) == seen)
                    Do(item, worker, ref state);
            }
        }

        /// <summary>Waits until all items are handed in, and does what is late itself; how many that were.</summary>
        public long Finish(long patience)
        {
            long repeats = 0;
            for (int item = 0; item < Phase!.Items; item++)
            {
                ref long state = ref States[item * Line];
                long since = Stopwatch.GetTimestamp();
                var spinner = new SpinWait();
                while (Volatile.Read(ref state) != (Number << 2 | Done))
                {
                    if (Volatile.Read(ref state) == (Number << 2 | Claimed) && Stopwatch.GetTimestamp() - since > patience)
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
            return repeats;
        }

        private void Do(int item, int worker, ref long state)
        {
            Phase!.Compute(item, worker);
            if (Interlocked.CompareExchange(ref state, Number << 2 | Committing, Number << 2 | Claimed) != (Number << 2 | Claimed))
                return;
            Phase.Commit(item, worker);
            Volatile.Write(ref state, Number << 2 | Done);
        }
    }

    /// <summary>A thread that works for the team.</summary>
    private sealed class Helper
    {
        private readonly WorkTeam _team;
        private readonly int _worker;
        private readonly AutoResetEvent _wake = new(false);
        private readonly Thread _thread;
        private int _isParked;

        public Helper(WorkTeam team, int worker)
        {
            (_team, _worker) = (team, worker);
            _thread = new Thread(Loop) { IsBackground = true, Name = $"Syre.Cpu {worker}" };
            _thread.Start();
        }

        public void Wake()
        {
            if (Volatile.Read(ref _isParked) != 0)
                _wake.Set();
        }

        public void Stop()
        {
            _wake.Set();
            _thread.Join();
            _wake.Dispose();
        }

        private void Loop()
        {
            for (long done = 0; Await(done) is { } turn; done = turn.Number)
                turn.Work(_worker);
        }

        /// <summary>The next turn that this helper takes part in; null when the team stops.</summary>
        private Turn? Await(long done)
        {
            long until = Until();
            while (!_team._stops)
            {
                for (int i = 0; i < SpinsBetweenLooks; i++)
                {
                    if (Volatile.Read(ref _team._turn) is var turn && turn.Number > done && _worker <= turn.Helpers)
                        return turn;
                    Thread.SpinWait(4);
                }
                if (Stopwatch.GetTimestamp() < until)
                    continue;
                Volatile.Write(ref _isParked, 1);
                Interlocked.MemoryBarrier();
                if (Volatile.Read(ref _team._turn) is var latest && !(latest.Number > done && _worker <= latest.Helpers) && !_team._stops)
                    _wake.WaitOne();
                Volatile.Write(ref _isParked, 0);
                until = Until();
            }
            return null;
        }

        private static long Until() => Stopwatch.GetTimestamp() + (long)(SpinSeconds * Stopwatch.Frequency);
    }
}
