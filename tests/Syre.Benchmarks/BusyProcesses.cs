using System.Diagnostics;

namespace Syre.Benchmarks;

/// <summary>Processes that compute and never rest, until they are disposed of or this process is gone.</summary>
internal sealed class BusyProcesses : IDisposable
{
    /// <summary>The first argument of such a process; the second is the number of the process that wants it.</summary>
    public const string Argument = "--busy";

    private readonly Process[] _processes;

    public BusyProcesses(int count) => _processes = [.. Enumerable.Range(0, count).Select(_ => Start())];

    /// <summary>What such a process does.</summary>
    public static void Spin(int wantedBy)
    {
        using var wanting = Process.GetProcessById(wantedBy);
        using var gone = new CancellationTokenSource();
        _ = wanting.WaitForExitAsync().ContinueWith(_ => gone.Cancel(), TaskScheduler.Default);
        for (ulong x = 1; !gone.IsCancellationRequested;)
        {
            for (int i = 0; i < 1_000_000; i++)
                x = x * 6364136223846793005 + 1442695040888963407;
            GC.KeepAlive(x);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">One had ended by itself: what was measured was not beside it.</exception>
    public void Dispose()
    {
        int ended = _processes.Count(process => process.HasExited);
        foreach (Process process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        if (ended > 0)
            throw new InvalidOperationException($"{ended} of {_processes.Length} busy processes ended before what they were to disturb.");
    }

    private static Process Start() => Process.Start(OwnProcess.With(Argument, $"{Environment.ProcessId}"))!;
}
