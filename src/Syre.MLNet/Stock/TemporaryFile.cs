namespace Syre.MLNet.Stock;

/// <summary>
/// A graph's file of random name that only its owner may read. Whoever makes it disposes of it, which deletes it. The ending is fixed:
/// OnnxRuntime reads a file that ends in <c>.ort</c> as another format, and of the random names of .NET one in 32 768 does.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    /// <param name="folder">Where.</param>
    /// <param name="bytes">What is in it.</param>
    public TemporaryFile(string folder, ReadOnlySpan<byte> bytes)
    {
        Path = System.IO.Path.Combine(folder, $"syre_{Guid.NewGuid():N}.onnx");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(Path, options);
        try
        {
            stream.Write(bytes);
        }
        catch
        {
            stream.Dispose();
            File.Delete(Path);
            throw;
        }
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
