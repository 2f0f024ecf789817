namespace Syre.Reporting.Pictures;

/// <summary>The files inside this assembly.</summary>
internal static class Resources
{
    /// <summary>Opens a file; the caller disposes it.</summary>
    public static Stream Open(string name) => typeof(Resources).Assembly.GetManifestResourceStream(name)!;

    /// <summary>Reads a text.</summary>
    public static string ReadText(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}
