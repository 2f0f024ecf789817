using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>
/// The collapse report among the entries of a graph, with the version of this library that wrote it: readable without the
/// network, and without TorchSharp.
/// </summary>
internal static class ReportEntry
{
    private const string Key = "syre.report";
    private const string VersionKey = "syre.version";

    /// <summary>Adds a report.</summary>
    public static void Write(IDictionary<string, string> entries, CollapseReport report)
    {
        entries[Key] = report.ToJson();
        entries[VersionKey] = LibraryVersion.Text;
    }

    /// <summary>The version of this library that wrote the graph; null for a graph of before versions were written.</summary>
    public static string? Version(IReadOnlyDictionary<string, string> entries) => entries.GetValueOrDefault(VersionKey);

    /// <summary>The report; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version.</exception>
    public static CollapseReport? Read(IReadOnlyDictionary<string, string> entries) =>
        entries.TryGetValue(Key, out string? json) ? CollapseReport.FromJson(json) : null;
}
