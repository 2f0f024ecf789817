using System.Text.Json.Nodes;

namespace ScoringService.Models;

/// <summary>What one network of Syre.MLNet tells of itself.</summary>
/// <param name="Version">The version of Syre.MLNet that wrote it; null for files of versions that did not say.</param>
/// <param name="Model">Task, options and training summary.</param>
/// <param name="Report">The collapse report.</param>
internal sealed record NetworkFacts(string? Version, JsonObject Model, JsonObject Report)
{
    /// <summary>The column of the per-row diagnostics; null where the model was told to write none.</summary>
    public string? CollapseColumn => (string?)Model["options"]?["collapse"]?["columnName"];

    /// <summary>How the training went.</summary>
    public JsonNode? Training => Model["summary"];
}
