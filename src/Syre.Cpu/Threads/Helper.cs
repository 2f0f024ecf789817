using System.Diagnostics;

namespace Syre.Cpu.Threads;

/// <summary>A thread that works for a team. It spins a little between turns, then parks.</summary>
internal sealed class Helper
{
    private const int SpinsBetweenLooks = 64;

    /// <summary>Longer than what lies between two phases of a step, shorter than what a busy machine would miss.</summary>
    private static readonly long s_spin = Stopwatch.Frequency * 50 / 1_000_000;

    private readonly WorkTeam _team;
    private readonly int _worker;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private int _isParked;

    /// <param name="team">Whose turns it takes part in.</param>
    /// <param name="worker">Its number, from 1.</param>
    public Helper(WorkTeam team, int worker)
    {
        (_team, _worker) = (team, worker);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"Syre.Cpu {worker}" };
    }

    /// <summary>Begins to work.</summary>
    public void Start() => _thread.Start();

    /// <summary>Wakes it where it is parked.</summary>
    public void Wake()
    {
        // Of several wakes before it gets a core the first is enough.
        if (Volatile.Read(ref _isParked) != 0 && Interlocked.Exchange(ref _isParked, 0) != 0)
            _wake.Set();
    }

    /// <summary>Waits until it has ended, which the team must have asked for.</summary>
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

    /// <summary>The next turn that it takes part in; null when the team stops.</summary>
    private Turn? Await(long done)
    {
        long until = Stopwatch.GetTimestamp() + s_spin;
        while (!_team.Stops)
        {
            for (int i = 0; i < SpinsBetweenLooks; i++)
            {
                if (Next(done) is { } turn)
                    return turn;
                Thread.SpinWait(1);
            }
            if (Stopwatch.GetTimestamp() < until)
                continue;
            // Who changes the turn looks at this after it; who parks looks at the turn after this. So one of them sees the other.
            Interlocked.Exchange(ref _isParked, 1);
            if (Next(done) is null && !_team.Stops)
                _wake.WaitOne();
            Volatile.Write(ref _isParked, 0);
            until = Stopwatch.GetTimestamp() + s_spin;
        }
        return null;
    }

    private Turn? Next(long done) => _team.Turn is { } turn && turn.Number > done && turn.IsFor(_worker) ? turn : null;
}
