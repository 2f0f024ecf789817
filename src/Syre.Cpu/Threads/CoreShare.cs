namespace Syre.Cpu.Threads;

/// <summary>
/// How the teams of a process share its cores: each uses as many as there are for each that works now. So two trainings beside each other
/// use a core each and do not fight for both; when one ends or pauses, the other gets its core. The bits of a result depend on no number
/// of threads.
/// </summary>
/// <param name="cores">Number of cores.</param>
/// <param name="clock">Says what is now.</param>
internal sealed class CoreShare(int cores, TimeProvider clock)
{
    /// <summary>A team that has done nothing for so long does not count: longer than the pauses between steps.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>So often a team looks which others work.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly List<Member> _members = [];
    private readonly long _pause = Ticks(Pause, clock), _lookInterval = Ticks(LookInterval, clock);

    /// <summary>The cores of this process.</summary>
    public static CoreShare OfProcess { get; } = new(Environment.ProcessorCount, TimeProvider.System);

    /// <summary>A team comes. It is known from its first work on: networks that only run rows never work.</summary>
    public Member Join() => new(this);

    private int Threads(Member asking, long now)
    {
        int teams = 0;
        lock (_lock)
        {
            foreach (Member member in _members)
                teams += member == asking || member.WorksAt(now) ? 1 : 0;
        }
        return Math.Max(1, cores / Math.Max(1, teams));
    }

    private void Enter(Member member)
    {
        lock (_lock)
            _members.Add(member);
    }

    private void Leave(Member member)
    {
        lock (_lock)
            _members.Remove(member);
    }

    private static long Ticks(TimeSpan time, TimeProvider clock) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>A team's part.</summary>
    internal sealed class Member(CoreShare share) : IDisposable
    {
        private int _threads;
        private long _look = long.MinValue, _end = long.MinValue;
        private volatile bool _works;
        private bool _isKnown;

        /// <summary>The team begins to work; how many threads it may use, its caller's counted.</summary>
        public int Begin()
        {
            _works = true;
            if (!_isKnown)
                share.Enter(this);
            _isKnown = true;
            long now = share.Now;
            if (now >= _look)
                (_threads, _look) = (share.Threads(this, now), now + share._lookInterval);
            return _threads;
        }

        /// <summary>The team has worked.</summary>
        public void End()
        {
            Volatile.Write(ref _end, share.Now + share._pause);
            _works = false;
        }

        /// <summary>Whether the team works, or paused a moment ago.</summary>
        public bool WorksAt(long now) => _works || now < Volatile.Read(ref _end);

        /// <summary>The team goes.</summary>
        public void Dispose() => share.Leave(this);
    }

    private long Now => clock.GetTimestamp();
}
