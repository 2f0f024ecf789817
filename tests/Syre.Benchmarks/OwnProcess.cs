using System.Diagnostics;

namespace Syre.Benchmarks;

/// <summary>Another process of this program.</summary>
internal static class OwnProcess
{
    /// <summary>How to start it with these arguments, whether this one was started by its own host or by <c>dotnet</c>.</summary>
    public static ProcessStartInfo With(params string[] arguments)
    {
        string host = Environment.ProcessPath!;
        bool isShared = Path.GetFileNameWithoutExtension(host) == "dotnet";
        return new ProcessStartInfo(host, [.. isShared ? [typeof(OwnProcess).Assembly.Location] : Array.Empty<string>(), .. arguments]);
    }
}
