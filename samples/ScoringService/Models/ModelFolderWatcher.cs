using Microsoft.Extensions.Options;
using ScoringService.Telemetry;

namespace ScoringService.Models;

/// <summary>
/// Keeps the models in service the same as the files of the folder. It looks instead of listening: file notifications get lost on network and container
/// mounts. A file is read when it stayed the same from one look to the next, so that a copy in progress is left alone.
/// </summary>
internal sealed partial class ModelFolderWatcher(
    ModelStore store,
    FirstModel firstModel,
    ScoringMetrics metrics,
    IOptions<ServiceOptions> options,
    IHostEnvironment environment,
    ILogger<ModelFolderWatcher> log) : BackgroundService
{
    private readonly Dictionary<string, FileState> _files = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        string folder = Path.GetFullPath(options.Value.ModelFolder, environment.ContentRootPath);
        Directory.CreateDirectory(folder);
        if (!Directory.EnumerateFiles(folder, "*.zip").Any())
            await firstModel.TrainAsync(folder, stoppingToken);
        Look(folder, settled: true);
        store.IsFilled = true;
        using var timer = new PeriodicTimer(options.Value.LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look(folder, settled: false);
        }
        catch (OperationCanceledException)
        {
            foreach (ServedModel model in store.All)
                store.Remove(model.Name);
        }
    }

    /// <param name="folder">The folder.</param>
    /// <param name="settled">Whether files that are new are taken at once.</param>
    private void Look(string folder, bool settled)
    {
        try
        {
            FileInfo[] found = new DirectoryInfo(folder).GetFiles("*.zip");
            foreach (FileInfo file in found)
            {
                var stamp = (file.Length, file.LastWriteTimeUtc);
                FileState before = _files.GetValueOrDefault(file.FullName);
                bool isNew = (settled || before.Seen == stamp) && before.Read != stamp;
                _files[file.FullName] = new FileState(stamp, isNew && TryRead(file, stamp) ? stamp : before.Read);
            }
            foreach (string gone in _files.Keys.Except(found.Select(file => file.FullName)).ToArray())
                Withdraw(gone);
        }
        catch (IOException e)
        {
            LogFolder(folder, e.Message);
        }
    }

    /// <summary>Reads a file and serves it or refuses it; false if it changed meanwhile, and has to be read again.</summary>
    private bool TryRead(FileInfo file, (long, DateTime) stamp)
    {
        string name = Path.GetFileNameWithoutExtension(file.Name);
        byte[] bytes = File.ReadAllBytes(file.FullName);
        file.Refresh();
        if (!file.Exists || (file.Length, file.LastWriteTimeUtc) != stamp)
            return false;
        string version = ModelLoader.VersionOf(bytes);
        try
        {
            store.Put(ModelLoader.Load(name, bytes));
            metrics.Loaded(name, refused: false);
            LogLoaded(name, version);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            store.Refuse(name, new Refusal(version, DateTimeOffset.UtcNow, e.Message));
            metrics.Loaded(name, refused: true);
            LogRefused(name, version, e);
        }
        return true;
    }

    private void Withdraw(string path)
    {
        FileState state = _files[path];
        // Gone for two looks: some programs delete a file before they write it anew.
        if (state.Seen is not null)
        {
            _files[path] = state with { Seen = null };
            return;
        }
        _files.Remove(path);
        string name = Path.GetFileNameWithoutExtension(path);
        store.Remove(name);
        LogWithdrawn(name);
    }

    [LoggerMessage(LogLevel.Information, "Model {Name}: version {Version} is in service.")]
    private partial void LogLoaded(string name, string version);

    [LoggerMessage(LogLevel.Error, "Model {Name}: version {Version} was refused; the version before stays in service.")]
    private partial void LogRefused(string name, string version, Exception e);

    [LoggerMessage(LogLevel.Information, "Model {Name}: the file is gone, the model is out of service.")]
    private partial void LogWithdrawn(string name);

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} could not be read and will be read again: {Reason}")]
    private partial void LogFolder(string folder, string reason);

    private readonly record struct FileState((long, DateTime)? Seen, (long, DateTime)? Read);
}
