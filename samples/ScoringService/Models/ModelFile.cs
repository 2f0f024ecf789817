using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace ScoringService.Models;

/// <summary>What a model file tells beside its predictions, read with stock packages: ML.NET's zip, and the metadata of the ONNX graphs in it.</summary>
/// <param name="MLNet">The version of ML.NET that wrote it.</param>
/// <param name="Networks">What each network of Syre.MLNet tells.</param>
/// <param name="Reports">The collapse reports that belong to no network (of <c>CollapseDiagnostics</c>).</param>
/// <param name="Card">The entry <c>card.json</c>: what whoever trained the model adds; see samples/ScoringService.Training.</param>
internal sealed record ModelFile(string? MLNet, IReadOnlyList<NetworkFacts> Networks, IReadOnlyList<JsonObject> Reports, JsonObject? Card)
{
    /// <summary>Reads it.</summary>
    /// <param name="bytes">The file.</param>
    public static ModelFile Read(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var networks = new List<NetworkFacts>();
        var reports = new List<JsonObject>();
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => entry.Name == "OnnxModel").OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            IReadOnlyDictionary<string, string> facts = Metadata(entry);
            JsonObject? report = facts.TryGetValue("syre.report", out string? json) ? JsonNode.Parse(json)?["report"]?.AsObject() : null;
            if (facts.TryGetValue("syre.model", out string? model) && report is not null)
                networks.Add(new NetworkFacts(facts.GetValueOrDefault("syre.version"), CamelCase(JsonNode.Parse(model))!.AsObject(), report));
            else if (report is not null)
                reports.Add(report);
        }
        return new ModelFile(Text(zip.GetEntry("TrainingInfo/Version.txt"))?.Split('+')[0], networks, reports, Text(zip.GetEntry("card.json")) is { } card
            ? JsonNode.Parse(card)!.AsObject()
            : null);
    }

    private static Dictionary<string, string> Metadata(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var reader = new BinaryReader(stream);
        // ML.NET writes the graph as its length and its bytes.
        byte[] graph = reader.ReadBytes(reader.ReadInt32());
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(graph, options);
        return session.ModelMetadata.CustomMetadataMap;
    }

    private static string? Text(ZipArchiveEntry? entry)
    {
        if (entry is null)
            return null;
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd().Trim();
    }

    /// <summary>The same with the names of members as JSON has them.</summary>
    private static JsonNode? CamelCase(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(member => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(member.Key), CamelCase(member.Value)))),
        JsonArray array => new JsonArray([.. array.Select(CamelCase)]),
        _ => node?.DeepClone(),
    };
}
