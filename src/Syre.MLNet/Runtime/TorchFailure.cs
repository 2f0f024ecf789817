using System.Runtime.InteropServices;

namespace Syre.MLNet.Runtime;

/// <summary>
/// The boundary of libtorch: its exceptions carry the stack of the native library, so that the sentence that matters is lost. Here they
/// become an exception of this library with that sentence and what was being done.
/// </summary>
internal static class TorchFailure
{
    /// <summary>Does something with libtorch.</summary>
    /// <param name="what">What is being done, as it stands in "libtorch failed while …".</param>
    /// <param name="action">Does it.</param>
    /// <exception cref="InvalidOperationException">libtorch failed; its own exception is the inner one.</exception>
    public static T Explain<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ExternalException e)
        {
            throw Explained(what, e);
        }
    }

    /// <summary>The exception to throw for one of libtorch's.</summary>
    public static InvalidOperationException Explained(string what, ExternalException e) =>
        new($"libtorch failed while {what}: {FirstLine(e.Message)}{Remedy(e.Message)}", e);

    /// <summary>What an exception says, without the stack of the native library.</summary>
    public static string Sentence(Exception e) => e is ExternalException ? FirstLine(e.Message) : e.Message;

    private static string FirstLine(string message)
    {
        string line = message.TrimStart().Split('\n')[0].Trim();
        return line.Length == 0 ? "it gave no reason." : line[^1] is '.' or '!' or '?' ? line : $"{line}.";
    }

    private static string Remedy(string message) =>
        message.Contains("memory", StringComparison.OrdinalIgnoreCase) || message.Contains("alloc", StringComparison.OrdinalIgnoreCase)
            ? " There is too little memory: lower BatchSize or the size of the network, or train on fewer rows."
            : "";
}
