using System.Runtime.InteropServices;

namespace Samples.Shared;

/// <summary>The machine that results are from.</summary>
internal static class Machine
{
    /// <summary>Its processor, cores and system, in one line.</summary>
    public static string Describe() => $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}";

    private static string Processor()
    {
        const string linuxList = "/proc/cpuinfo";
        string? line = File.Exists(linuxList)
            ? File.ReadLines(linuxList).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
