using Syre.Tests.Resuming;

namespace Syre.MLNet.Tests.Checkpoints;

/// <summary>A folder for checkpoints, and fits in it that are stopped and started again.</summary>
internal sealed class CheckpointCase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syre-checkpoints-");
    private readonly List<string> _log = [];

    public CheckpointCase() => Settings = new RunSettings(_folder.FullName) { Log = _log.Add };

    /// <summary>How to train in the folder.</summary>
    public RunSettings Settings { get; }

    public string Folder => _folder.FullName;

    /// <summary>The checkpoints, the latest first.</summary>
    public string[] Files => [.. Directory.GetFiles(Folder, "*.checkpoint").OrderDescending(StringComparer.Ordinal)];

    /// <summary>What the log of the last fit says above the trace.</summary>
    public string Log => string.Join('\n', _log.Where(line => !line.StartsWith("Trace", StringComparison.Ordinal)));

    public string Fit(string training = "table", Func<RunSettings, RunSettings>? change = null) =>
        Trainings.All[training]((change ?? (settings => settings))(Logged()));

    /// <summary>The settings of another fit, for which the log begins anew.</summary>
    public RunSettings Logged()
    {
        _log.Clear();
        return Settings;
    }

    /// <summary>Fits, until an exception after an epoch ends it.</summary>
    public void FitUntil(int epoch, string training = "table", Func<RunSettings, RunSettings>? change = null) =>
        Assert.ThrowsExactly<TimeoutException>(
            () => Fit(training, settings => (change ?? (same => same))(settings) with { Progress = Stop(epoch) }));

    /// <summary>Fits, until the token ends it after an epoch.</summary>
    public string FitCancelledAt(int epoch, string training = "table")
    {
        using var source = new CancellationTokenSource();
        return Fit(training, settings => settings with
        {
            Token = source.Token,
            Progress = progress =>
            {
                if (progress.Epoch == epoch)
                    source.Cancel();
            },
        });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Action<TrainingProgress> Stop(int epoch) => progress =>
    {
        if (progress.Epoch == epoch)
            throw new TimeoutException();
    };
}
