using Syre.Torch;

namespace Syre.MLNet.Persistence;

/// <summary>The collapse report among the entries of a graph: readable without the network, and without TorchSharp.</summary>
internal static class ReportEntry
{
    private const string Key = "syre.report";

    /// <summary>Adds a report.</summary>
    public static void Write(IDictionary<string, string> entries, CollapseReport report) => entries[Key] = report.ToJson();

    /// <summary>The report; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version.</exception>
    public static CollapseReport? Read(IReadOnlyDictionary<string, string> entries) =>
        entries.TryGetValue(Key, out string? json) ? CollapseReport.FromJson(json) : null;
}
