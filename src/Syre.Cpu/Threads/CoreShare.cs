namespace Syre.Cpu.Threads;

/// <summary>
/// How the teams of a process share its cores: each uses as many as there are for each. So two trainings beside each other use a core each
/// and do not fight for both; when one ends, the other gets its core. The bits of a result depend on no number of threads.
/// </summary>
internal sealed class CoreShare : IDisposable
{
    private static int s_teams;
    private int _isLeft;

    /// <summary>Takes part.</summary>
    public CoreShare() => Interlocked.Increment(ref s_teams);

    /// <summary>Helpers that a team may use now, beside its caller.</summary>
    public int Helpers => Math.Max(1, Environment.ProcessorCount / Math.Max(1, Volatile.Read(ref s_teams))) - 1;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            Interlocked.Decrement(ref s_teams);
    }
}
