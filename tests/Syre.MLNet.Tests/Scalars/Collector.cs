namespace Syre.MLNet.Tests.Scalars;

/// <summary>Collects without pause, and lets finalizers run, until it is disposed.</summary>
internal sealed class Collector : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _over;

    public Collector()
    {
        _thread = new Thread(Collect) { IsBackground = true };
        _thread.Start();
    }

    public int Collections { get; private set; }

    public void Dispose()
    {
        _over = true;
        _thread.Join();
    }

    private void Collect()
    {
        for (; !_over; Collections++)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }
}
