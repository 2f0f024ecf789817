using Microsoft.Extensions.Options;

namespace ScoringService.Models;

/// <summary>
/// Loads models with a time limit. ML.NET's loading cannot be stopped, and of some files it never ends: such a thread is left behind. There
/// are at most <see cref="MostAbandoned"/> of them. Each is a background thread that keeps a processor and its file's memory until it ends
/// or the service does. After that no file is loaded any more, and readiness says that the service has to be started anew.
/// </summary>
internal sealed class TimedLoader(ScratchFolder scratch, IOptions<ServiceOptions> options)
{
    /// <summary>Most threads left behind.</summary>
    public const int MostAbandoned = 3;

    /// <summary>Files that are loaded at once, so that one which takes long keeps no other waiting for longer than the limit.</summary>
    private readonly SemaphoreSlim _places = new(2);
    private int _abandoned;

    /// <summary>Threads left behind that still run.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>Reads and loads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="load">Makes a model of its bytes, in a folder for temporary files.</param>
    /// <returns>The model; the caller releases it.</returns>
    /// <exception cref="LoadException">It is refused; <see cref="Exception.InnerException"/> says why.</exception>
    public async Task<ServedModel> LoadAsync(ModelSource source, Func<string, byte[], string, ServedModel> load)
    {
        await _places.WaitAsync();
        try
        {
            if (Abandoned >= MostAbandoned)
            {
                throw new LoadException("", new InvalidOperationException(
                    $"{MostAbandoned} earlier files are still being loaded after their time was over. " +
                    "Take them away and start the service anew."));
            }
            var attempt = new Attempt(source, load, scratch.NewFolder());
            if (await attempt.EndsWithin(options.Value.LoadTimeLimit))
                return await attempt.Result;
            Interlocked.Increment(ref _abandoned);
            _ = attempt.Result.ContinueWith(
                late =>
                {
                    if (late.IsCompletedSuccessfully)
                        late.Result.Release();
                    Interlocked.Decrement(ref _abandoned);
                },
                TaskScheduler.Default);
            throw new LoadException(attempt.Version, new TimeoutException(
                $"Loading took longer than {options.Value.LoadTimeLimit.TotalSeconds} seconds (Scoring:LoadTimeLimit)."));
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>One loading, on a thread of its own.</summary>
    private sealed class Attempt
    {
        private readonly TaskCompletionSource<ServedModel> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Attempt(ModelSource source, Func<string, byte[], string, ServedModel> load, string folder) => new Thread(() =>
        {
            try
            {
                byte[] bytes = File.ReadAllBytes(source.Path);
                Version = ModelLoader.VersionOf(bytes);
                _result.SetResult(load(source.Name, bytes, folder));
            }
            catch (Exception e)
            {
                // A file that cannot be read is tried at each look, and no model has taken the folder.
                ScratchFolder.Discard(folder);
                _result.SetException(new LoadException(Version, e));
            }
        })
        { IsBackground = true, Name = $"load {source.Name}" }.Start();

        public Task<ServedModel> Result => _result.Task;

        public string Version { get; private set; } = "";

        public async Task<bool> EndsWithin(TimeSpan limit) => await Task.WhenAny(Result, Task.Delay(limit)) == Result;
    }
}
