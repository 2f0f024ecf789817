using System.Globalization;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Checkpoints;

/// <summary>The checkpoints of one training in a folder, which may hold those of others too. While it is open no other fit may write them.</summary>
internal sealed class CheckpointStore : IDisposable
{
    private const string Ending = ".checkpoint";

    private readonly string _folder;
    private FileStream? _lock;
    private CheckpointHeader? _header;
    private string? _latest;

    /// <summary>Makes the folder, and makes sure before hours of training that a file can be written there.</summary>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public CheckpointStore(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Explain(() =>
        {
            Directory.CreateDirectory(_folder);
            new TemporaryFile(_folder, [0]).Dispose();
        });
    }

    /// <summary>Why the training ended; null while it has not.</summary>
    public StopReason? Ended { get; set; }

    /// <summary>The training, and what its bits depend on beside it.</summary>
    public CheckpointHeader Header => _header ?? throw new InvalidOperationException($"{nameof(Open)} was not called.");

    private string Prefix => Header.Identity.FileName;

    /// <summary>Takes the place of a training.</summary>
    /// <exception cref="InvalidOperationException">Another fit of the same training runs.</exception>
    public void Open(TrainingIdentity identity, string machine)
    {
        _header = new CheckpointHeader(identity, machine, 0);
        string path = Path.Combine(_folder, $"{Prefix}.lock");
        try
        {
            _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The file '{path}' keeps two fits from writing the same checkpoints, and it cannot be locked: {e.Message} If another fit of the same rows, " +
                "options and seed is running, wait for it, or give each a directory of its own.", e);
        }
        // Left by a process that was killed as it wrote.
        foreach (string unfinished in Directory.GetFiles(_folder, $"{Prefix}-*{Ending}.*{AtomicFile.Unfinished}"))
            File.Delete(unfinished);
    }

    /// <summary>The training's checkpoints, the latest first.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.GetFiles(_folder, $"{Prefix}-*{Ending}").Where(path => EpochOf(path) is not null).OrderByDescending(EpochOf)];

    /// <summary>The latest checkpoint of another training of this trainer, with what it says of itself; null where there is none that is whole.</summary>
    public (string Path, CheckpointHeader Header)? Other()
    {
        foreach (FileInfo file in new DirectoryInfo(_folder).GetFiles($"{Header.Identity.Trainer}-*{Ending}").OrderByDescending(file => file.LastWriteTimeUtc))
            if (!file.Name.StartsWith(Prefix, StringComparison.Ordinal) && CheckpointFile.ReadHeader(file.FullName) is { } header)
                return (file.FullName, header);
        return null;
    }

    /// <summary>Keeps a file beside the next one that is written.</summary>
    public void Keep(string path) => _latest = path;

    /// <summary>Writes a checkpoint; of those before, the latest is kept.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public void Save(int epoch, Action<BinaryWriter> write)
    {
        string path = Path.Combine(_folder, $"{Prefix}-{epoch.ToString("D6", CultureInfo.InvariantCulture)}{Ending}");
        CheckpointFile.Write(path, Header with { Epoch = epoch }, write);
        foreach (string old in Files().Where(old => old != path && old != _latest))
            File.Delete(old);
        _latest = path;
    }

    /// <summary>Deletes the checkpoints of a training that has come to its own end. One that was cut short can go on.</summary>
    public void RemoveEnded()
    {
        if (Ended is StopReason.Completed or StopReason.EarlyStopped or StopReason.Diverged)
            foreach (string path in Files())
                File.Delete(path);
    }

    /// <summary>Does something with the folder.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written to; the message says what to do.</exception>
    public void Explain(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{nameof(SyreTrainerOptions.CheckpointDirectory)} is '{_folder}', where no checkpoint can be written: {e.Message} Name a folder that can be " +
                "written to, or make room there.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private int? EpochOf(string path) => int.TryParse(
        Path.GetFileNameWithoutExtension(path).AsSpan(Prefix.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) ? epoch : null;
}
