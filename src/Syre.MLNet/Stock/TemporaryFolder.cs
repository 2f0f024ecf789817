using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Syre.MLNet.Stock;

/// <summary>
/// Where the user's <see cref="MLContext"/> wants temporary files (<see cref="MLContext.TempFilePath"/>), and the contexts that
/// ML.NET's own parts inside ours run in, which heed it too. The path is read each time, so that a folder that cannot be written to
/// can be changed after training.
/// </summary>
/// <param name="env">The user's context.</param>
internal sealed class TemporaryFolder(IHostEnvironment env)
{
    /// <summary>The folder.</summary>
    public string Path =>
        System.IO.Path.GetFullPath(MLNetInternals.TempFilePath(env) is { Length: > 0 } path ? path : System.IO.Path.GetTempPath());

    /// <summary>
    /// A context for ML.NET's own parts, which writes where the user's does. It is apart from the user's, whose random
    /// numbers and log are not touched.
    /// </summary>
    public MLContext NewContext() => new() { TempFilePath = Path };

    /// <summary>A context for parts that are only asked for their schema and write nothing.</summary>
    public static MLContext NewContextOfSchemas() => new();

    /// <summary>Makes sure, before hours of training, that a file can be written.</summary>
    /// <param name="needs">Who needs it, as the message says it.</param>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public void Check(string needs)
    {
        try
        {
            Write([0]).Dispose();
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"{needs} hands its graph to ML.NET through a temporary file. {e.Message}", e);
        }
    }

    /// <summary>Writes a file that goes when it is disposed of; makes the folder, as ML.NET does, where it is not there.</summary>
    /// <exception cref="IOException">The folder cannot be written to; the message says how to name another.</exception>
    public TemporaryFile Write(ReadOnlySpan<byte> bytes)
    {
        string folder = Path;
        try
        {
            Directory.CreateDirectory(folder);
            return new TemporaryFile(folder, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"No temporary file can be written in '{folder}': " +
                $"{e.Message} Set {nameof(MLContext)}.{nameof(MLContext.TempFilePath)} to a folder that can be written to, " +
                "or make room there.",
                e);
        }
    }
}
