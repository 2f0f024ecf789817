namespace Syre.MLNet.Stock;

/// <summary>Writes a file beside its place, and puts it there when it is whole and on the disk.</summary>
internal static class AtomicFile
{
    /// <summary>What the names of unfinished files end with, so that who looks for <c>*.zip</c> passes over them.</summary>
    public const string Unfinished = ".saving";

    private const int LongestName = 100;

    /// <summary>Writes a file, or leaves the one before as it was.</summary>
    /// <param name="path">Where. What a link there leads to is replaced, not the link; a file that is there keeps its permissions.</param>
    /// <param name="write">Writes the file of the name that it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        var link = new FileInfo(path);
        FileInfo target = link.LinkTarget is null ? link : (FileInfo)link.ResolveLinkTarget(returnFinalTarget: true)!;
        string name = target.Name.Length > LongestName ? target.Name[..LongestName] : target.Name;
        // In the same folder: a file is not renamed from one disk to another in one step.
        string unfinished = Path.Combine(target.DirectoryName!, $"{name}.{Path.GetRandomFileName()}{Unfinished}");
        try
        {
            write(unfinished);
            using (FileStream file = File.Open(unfinished, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            if (!OperatingSystem.IsWindows() && target.Exists)
                File.SetUnixFileMode(unfinished, target.UnixFileMode);
            File.Move(unfinished, target.FullName, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
