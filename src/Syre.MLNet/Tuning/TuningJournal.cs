using System.Text;
using System.Text.Json;
using Microsoft.ML.Runtime;
using Syre.MLNet.Checkpoints;
using Syre.MLNet.Options;

namespace Syre.MLNet.Tuning;

/// <summary>
/// The trials of a tuning in a file, a line of JSON each, which is on the disk before the next trial counts on it. A line that a killed
/// process began is dropped. While it is open no other tuning writes it.
/// </summary>
internal sealed class TuningJournal : IDisposable
{
    private const string FileName = "tuning.jsonl";

    private readonly IChannel _channel;
    private readonly FileStream _file;
    private long _length;

    private TuningJournal(FileStream file, IChannel channel) => (_file, _channel) = (file, channel);

    /// <summary>The trials, in the order in which they ended.</summary>
    public IReadOnlyList<TuningTrial> Trials { get; private set; } = [];

    /// <summary>Time that the tuning has taken.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Opens the journal of a tuning, or begins it.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="identity">The tuning.</param>
    /// <param name="channel">The log.</param>
    /// <exception cref="InvalidOperationException">It is another tuning's, or cannot be written.</exception>
    /// <exception cref="InvalidDataException">It is no journal.</exception>
    public static TuningJournal Open(string folder, TrainingIdentity identity, IChannel channel)
    {
        string path = Path.Combine(Path.GetFullPath(folder), FileName);
        FileStream? file = null;
        if (CheckpointStore.Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }) is { } e)
        {
            throw new InvalidOperationException(
                $"The journal '{path}' cannot be written: {e.Message} If another tuning writes it, wait for that one; " +
                $"else name a folder that can be written to as {nameof(SyreNetworkTunerOptions.JournalDirectory)}.",
                e);
        }
        var journal = new TuningJournal(file!, channel);
        try
        {
            journal.Read(path, identity);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Notes a trial. Where the disk does not take it, that is warned of, and a tuning that goes on does the trial again.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="elapsed">Time that the tuning has taken.</param>
    public void Add(TuningTrial trial, TimeSpan elapsed)
    {
        if (CheckpointStore.Try(() => Append(new JournalLine(Trial: trial, Elapsed: elapsed))) is { } e)
        {
            _channel.Warning(MessageSensitivity.None, $"Trial {trial.Number} is not in the journal '{_file.Name}': {e.Message}");
            // What was begun would spoil the next line.
            CheckpointStore.Try(() => _file.SetLength(_length));
        }
    }

    public void Dispose() => _file.Dispose();

    private void Read(string path, TrainingIdentity identity)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole < bytes.Length)
        {
            _file.SetLength(whole);
            _channel.Info(MessageSensitivity.None, $"The last line of the journal '{path}' is not whole, and its trial is done again.");
        }
        _length = whole;
        if (whole == 0)
        {
            if (CheckpointStore.Try(() => Append(new JournalLine(identity))) is { } e)
                throw new InvalidOperationException($"The journal '{path}' cannot be written: {e.Message} Make room there.", e);
            return;
        }
        string[] texts = Encoding.UTF8.GetString(bytes, 0, whole - 1).Split('\n');
        JournalLine[] lines = [.. texts.Select((text, index) => Parse(path, text, index))];
        string[] differences = [.. identity.Differences(lines[0].Identity!)];
        if (differences.Length > 0)
        {
            throw new InvalidOperationException(
                $"The journal '{path}' is of another tuning: {string.Join(", ", differences)} are not the same. " +
                $"Give each tuning a {nameof(SyreNetworkTunerOptions.JournalDirectory)} of its own, or delete the file to begin anew.");
        }
        Trials = [.. lines.Skip(1).Select(line => line.Trial!)];
        Elapsed = lines[^1].Elapsed;
        if (Trials.Count > 0)
            _channel.Info(MessageSensitivity.None, $"The tuning goes on after {Trials.Count} trials of the journal '{path}'.");
    }

    private static JournalLine Parse(string path, string text, int index)
    {
        Exception? wrong = null;
        try
        {
            JournalLine? line = JsonSerializer.Deserialize<JournalLine>(text, OptionsJson.Settings);
            if (index == 0 ? line?.Identity is not null : line?.Trial is not null)
                return line;
        }
        catch (JsonException e)
        {
            wrong = e;
        }
        throw new InvalidDataException(
            $"Line {index + 1} of the journal '{path}' is not one that a tuning wrote. Delete the file to begin anew.", wrong);
    }

    private void Append(JournalLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, OptionsJson.Settings), (byte)'\n'];
        _file.Position = _length;
        _file.Write(bytes);
        _file.Flush(flushToDisk: true);
        _length += bytes.Length;
    }
}
