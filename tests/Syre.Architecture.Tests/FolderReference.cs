namespace Syre.Architecture.Tests;

/// <summary>A file of one folder uses a type of another.</summary>
internal sealed record FolderReference(string From, string To, string Type, string File)
{
    public override string ToString() => $"{Name(From)} -> {Name(To)}: {File} uses {Type}";

    /// <summary>A folder's name; that of the library itself is a dot.</summary>
    public static string Name(string folder) => folder.Length == 0 ? "." : folder;
}
