namespace Syre.MLNet.Runtime;

/// <summary>The version of this library, as files and pages have it.</summary>
internal static class LibraryVersion
{
    /// <summary>Three numbers with points between them.</summary>
    public static string Text { get; } = typeof(LibraryVersion).Assembly.GetName().Version!.ToString(fieldCount: 3);
}
