using Microsoft.Extensions.Options;

namespace ScoringService.Models;

/// <summary>
/// The service's own folder for temporary files, which no other user can enter: ML.NET unpacks each model's graphs into files.
/// It goes when the service ends. Folders of services that were killed are known by their lock, which nobody holds any more,
/// and go when the next one starts.
/// </summary>
internal sealed partial class ScratchFolder : IDisposable
{
    private const string Prefix = "scoring-service-";
    private const string LockName = "lock";

    /// <summary>A folder younger than this may belong to a service that is about to lock it.</summary>
    private static readonly TimeSpan s_leastAge = TimeSpan.FromMinutes(1);

    private readonly FileStream _lock;
    private readonly ILogger<ScratchFolder> _log;

    public ScratchFolder(IOptions<ServiceOptions> options, ILogger<ScratchFolder> log)
    {
        _log = log;
        string parent = options.Value.TempFolder is { Length: > 0 } folder
            ? System.IO.Path.GetFullPath(folder)
            : System.IO.Path.GetTempPath();
        Directory.CreateDirectory(parent);
        foreach (string other in Directory.GetDirectories(parent, Prefix + "*"))
            RemoveIfLeft(other);
        Path = System.IO.Path.Combine(parent, Prefix + System.IO.Path.GetRandomFileName());
        CreatePrivate(Path);
        _lock = Lock(Path, FileMode.CreateNew);
    }

    public string Path { get; }

    /// <summary>Makes a folder for one model.</summary>
    public string NewFolder()
    {
        string folder = System.IO.Path.Combine(Path, System.IO.Path.GetRandomFileName());
        CreatePrivate(folder);
        return folder;
    }

    /// <summary>Removes the folder of a model that there is not, if it is still there; what stays goes with the service's own.</summary>
    public static void Discard(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The loading has removed it, or something of it is still open.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Remove(Path);
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream Lock(string folder, FileMode mode) =>
        new(System.IO.Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);

    private void RemoveIfLeft(string folder)
    {
        try
        {
            var info = new DirectoryInfo(folder);
            if (info.LinkTarget is not null)
                return;
            if (File.Exists(System.IO.Path.Combine(folder, LockName)))
                Lock(folder, FileMode.Open).Dispose();
            else if (DateTime.UtcNow - info.LastWriteTimeUtc < s_leastAge)
                return;
            Remove(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another service holds it, or it is another user's.
        }
    }

    private void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLeft(folder, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The temporary folder {Folder} could not be removed: {Reason}")]
    private partial void LogLeft(string folder, string reason);
}
