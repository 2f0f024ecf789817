using Microsoft.Extensions.Options;
using ScoringService.Telemetry;

namespace ScoringService.Models;

/// <summary>
/// Keeps the models in service the same as the files of the folder. It looks instead of listening: file notifications get lost on network
/// and container mounts. A file is read when it stayed the same from one look to the next, so that a copy in progress is left alone.
/// Whatever is wrong with one file is said of it, and the others go on.
/// </summary>
internal sealed partial class ModelFolderWatcher(
    ModelStore store,
    TimedLoader loader,
    FirstModel firstModel,
    ScoringMetrics metrics,
    IOptions<ServiceOptions> options,
    IHostEnvironment environment,
    ILogger<ModelFolderWatcher> log) : BackgroundService
{
    private readonly Dictionary<string, WatchedFile> _files = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        string folder = Path.GetFullPath(options.Value.ModelFolder, environment.ContentRootPath);
        Directory.CreateDirectory(folder);
        await TrainFirstAsync(folder, stoppingToken);
        Look(folder, settled: true);
        _ = Task.WhenAll(_files.Values.Select(file => file.Reading)).ContinueWith(_ => store.IsFilled = true, TaskScheduler.Default);
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

    private async Task TrainFirstAsync(string folder, CancellationToken stoppingToken)
    {
        try
        {
            if (!Directory.EnumerateFileSystemEntries(folder, "*.zip").Any())
                await firstModel.TrainAsync(folder, stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFolder(folder, e.Message);
        }
    }

    /// <param name="folder">The folder.</param>
    /// <param name="settled">Whether files that are new are taken at once.</param>
    private void Look(string folder, bool settled)
    {
        try
        {
            FileSystemInfo[] found = new DirectoryInfo(folder).GetFileSystemInfos("*.zip");
            foreach (FileSystemInfo entry in found)
                Look(new ModelSource(entry), settled);
            foreach (string gone in _files.Keys.Except(found.Select(file => file.FullName)).ToArray())
                Withdraw(gone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFolder(folder, e.Message);
        }
    }

    private void Look(ModelSource source, bool settled)
    {
        if (!_files.TryGetValue(source.Path, out WatchedFile? file))
            _files[source.Path] = file = new WatchedFile(source.Name);
        if (!file.Reading.IsCompleted)
            return;
        (long, DateTime)? before = file.Seen;
        try
        {
            file.Seen = source.Stamp(options.Value.MaxModelBytes);
            if ((settled || before == file.Seen) && file.Read != file.Seen)
                file.Reading = ReadAsync(source, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Tried anew at each look, since a link, a right or a mount can change without the file.
            file.Seen = default((long, DateTime));
            file.Read = null;
            Refuse(source.Name, new LoadException("", e));
        }
    }

    /// <summary>
    /// Reads a file and serves it or refuses it. If it changed meanwhile, or could not be read, the next look tries again.
    /// </summary>
    private async Task ReadAsync(ModelSource source, WatchedFile file)
    {
        (long, DateTime)? stamp = file.Seen;
        try
        {
            ServedModel model = await loader.LoadAsync(
                source, (name, bytes, scratch) => ModelLoader.Load(name, bytes, scratch, options.Value.MaxTextBytes));
            if (IsSame())
            {
                store.Put(model);
                metrics.Loaded(model.Name, refused: false);
                LogLoaded(model.Name, model.Version);
                file.Read = stamp;
            }
            else
            {
                model.Release();
            }
        }
        catch (LoadException e)
        {
            if (e.Version.Length > 0 && !IsSame())
                return;
            Refuse(source.Name, e);
            file.Read = e.Version.Length > 0 ? stamp : null;
        }

        bool IsSame()
        {
            try
            {
                return source.Stamp(options.Value.MaxModelBytes) == stamp;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                return false;
            }
        }
    }

    private void Refuse(string name, LoadException reason)
    {
        // A file that cannot be read is tried again and again; that is said once.
        if (store.Refusals.TryGetValue(name, out Refusal? last) && (last.Version, last.Reason) == (reason.Version, reason.Message))
            return;
        store.Refuse(name, new Refusal(reason.Version, DateTimeOffset.UtcNow, reason.Message));
        metrics.Loaded(name, refused: true);
        LogRefused(name, reason.Version, reason.InnerException!);
    }

    private void Withdraw(string path)
    {
        WatchedFile file = _files[path];
        if (!file.Reading.IsCompleted)
            return;
        // Gone for two looks: some programs delete a file before they write it anew.
        if (file.Seen is not null)
        {
            file.Seen = null;
            return;
        }
        _files.Remove(path);
        store.Remove(file.Name);
        LogWithdrawn(file.Name);
    }

    [LoggerMessage(LogLevel.Information, "Model {Name}: version {Version} is in service.")]
    private partial void LogLoaded(string name, string version);

    [LoggerMessage(LogLevel.Error, "Model {Name}: version {Version} was refused; the version before stays in service.")]
    private partial void LogRefused(string name, string version, Exception e);

    [LoggerMessage(LogLevel.Information, "Model {Name}: the file is gone, the model is out of service.")]
    private partial void LogWithdrawn(string name);

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} could not be read and will be read again: {Reason}")]
    private partial void LogFolder(string folder, string reason);

    /// <summary>What is known of a file.</summary>
    private sealed class WatchedFile(string name)
    {
        public string Name => name;

        /// <summary>What it was like at the last look; null if it was gone.</summary>
        public (long, DateTime)? Seen { get; set; }

        /// <summary>What it was like when it was taken or refused.</summary>
        public (long, DateTime)? Read { get; set; }

        public Task Reading { get; set; } = Task.CompletedTask;
    }
}
