using System.Globalization;
using Microsoft.ML.Runtime;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Checkpoints;

/// <summary>The checkpoints of one training in a folder, which may hold others' too. While it is open no other fit writes them.</summary>
internal sealed class CheckpointStore : IDisposable
{
    private const string Ending = ".checkpoint";

    private readonly string _folder;
    private FileStream? _lock;
    private CheckpointHeader? _header;
    private string _prefix = "";
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

    /// <summary>Takes the place of a training.</summary>
    /// <exception cref="InvalidOperationException">Another fit of the same training runs.</exception>
    public void Open(TrainingIdentity identity, string machine)
    {
        (_header, _prefix) = (new CheckpointHeader(identity, machine, 0), identity.FileName);
        string path = Path.Combine(_folder, $"{_prefix}.lock");
        if (Try(() => _lock = new FileStream(
            path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose)) is { } e)
        {
            throw new InvalidOperationException(
                $"The file '{path}' keeps two fits from writing the same checkpoints, and cannot be locked: {e.Message} If another fit " +
                "of the same rows, options and seed is running, wait for it, or give each a directory of its own.",
                e);
        }
        // Left by a process that was killed as it wrote.
        foreach (string unfinished in Directory.GetFiles(_folder, $"{_prefix}-*{Ending}.*{AtomicFile.Unfinished}"))
            File.Delete(unfinished);
    }

    /// <summary>The training's checkpoints, the latest first.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.GetFiles(_folder, $"{_prefix}-*{Ending}").Where(path => EpochOf(path) is not null).OrderByDescending(EpochOf)];

    /// <summary>The latest checkpoint of another training of this trainer that can be read; null where there is none.</summary>
    public (string Path, CheckpointHeader Header)? Other()
    {
        FileInfo[] all = new DirectoryInfo(_folder).GetFiles($"{Header.Identity.Trainer}-*{Ending}");
        foreach (FileInfo file in all.OrderByDescending(file => file.LastWriteTimeUtc))
        {
            CheckpointHeader? header = null;
            if (!file.Name.StartsWith(_prefix, StringComparison.Ordinal))
                Try(() => header = CheckpointFile.ReadHeader(file.FullName));
            if (header is not null)
                return (file.FullName, header);
        }
        return null;
    }

    /// <summary>Keeps a file beside the next one that is written.</summary>
    public void Keep(string path) => _latest = path;

    /// <summary>Writes a checkpoint; of those before, the latest is kept.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public void Save(int epoch, Action<BinaryWriter> write)
    {
        string path = Path.Combine(_folder, $"{_prefix}-{epoch.ToString("D6", CultureInfo.InvariantCulture)}{Ending}");
        CheckpointFile.Write(path, Header with { Epoch = epoch }, write);
        foreach (string old in Files().Where(old => old != path && old != _latest))
            File.Delete(old);
        _latest = path;
    }

    /// <summary>Deletes the checkpoints of a training that has come to its own end. One that was cut short can go on.</summary>
    public void RemoveEnded(IChannel channel)
    {
        if (Ended is not (StopReason.Completed or StopReason.EarlyStopped or StopReason.Diverged))
            return;
        if (Try(() => Files().ToList().ForEach(File.Delete)) is { } e)
            channel.Warning(MessageSensitivity.None, $"The checkpoints in '{_folder}' are done with, but cannot be deleted: {e.Message}");
    }

    /// <summary>What keeps something from being done with a file; null where it was done.</summary>
    public static Exception? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    /// <summary>Does something with the folder.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written to; the message says what to do.</exception>
    public void Explain(Action action)
    {
        if (Try(action) is { } e)
        {
            throw new InvalidOperationException(
                $"{nameof(SyreTrainerOptions.CheckpointDirectory)} is '{_folder}', where no checkpoint can be written: {e.Message} " +
                "Name a folder that can be written to, or make room there.",
                e);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private int? EpochOf(string path)
    {
        ReadOnlySpan<char> number = Path.GetFileNameWithoutExtension(path).AsSpan(_prefix.Length + 1);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) ? epoch : null;
    }
}
