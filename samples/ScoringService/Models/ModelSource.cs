namespace ScoringService.Models;

/// <summary>One entry of the model folder, whatever it is: a file, a link, a folder, or something that only looks like a file.</summary>
/// <param name="entry">The entry.</param>
internal sealed class ModelSource(FileSystemInfo entry)
{
    /// <summary>Longest name of a model: it is part of addresses, metrics and the log.</summary>
    private const int LongestName = 100;

    public string Path => entry.FullName;

    /// <summary>The model's name; the file's where that is nothing but <c>.zip</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(entry.Name) is { Length: > 0 } name ? name : entry.Name;

    /// <summary>What changes when the file does.</summary>
    /// <exception cref="InvalidDataException">It is no file that could be read; the message says what it is.</exception>
    /// <exception cref="IOException">It is gone, or cannot be looked at.</exception>
    public (long Length, DateTime Written) Stamp(long mostBytes)
    {
        if (Name.Length > LongestName || Name == entry.Name || Name is "." or ".." || Name.Any(char.IsControl))
        {
            throw new InvalidDataException(
                $"A model's name is what its file is called before '.zip': 1 to {LongestName} characters, " +
                "none of them a control character, and not only dots.");
        }
        FileSystemInfo target = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true)!;
        target.Refresh();
        if (!target.Exists)
            throw new InvalidDataException("It is a link to something that is not there.");
        if (target is not FileInfo file)
            throw new InvalidDataException("It is a folder; a model is a file.");
        // Pipes, sockets and devices have no length either, and to open them could wait for ever.
        if (file.Length == 0)
            throw new InvalidDataException("It is empty, or no ordinary file.");
        if (file.Length > mostBytes)
            throw new InvalidDataException($"It has {file.Length} bytes; the most are {mostBytes} (Scoring:MaxModelBytes).");
        return (file.Length, file.LastWriteTimeUtc);
    }
}
