using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace ScoringService.Models;

/// <summary>What a model file tells beside its predictions, read with stock packages: ML.NET's zip, and the metadata of the ONNX graphs in it.</summary>
/// <param name="MLNet">The version of ML.NET that wrote it.</param>
/// <param name="Syre">The version of Syre.MLNet that wrote it; null for models of other makers.</param>
/// <param name="Network">Task, options and training summary of the last network of Syre.MLNet; null where there is none.</param>
/// <param name="Reports">The collapse reports, that of the pipeline's last part first.</param>
/// <param name="Card">The entry <c>card.json</c>: what whoever trained the model adds; see samples/ScoringService.Training.</param>
internal sealed record ModelFile(string? MLNet, string? Syre, JsonObject? Network, IReadOnlyList<JsonObject> Reports, JsonObject? Card)
{
    private static readonly string[] s_risingVerdicts = ["healthy", "reduced", "collapsed"];

    /// <summary><c>binary</c>, <c>multiclass</c> or <c>regression</c>; null where the file does not say.</summary>
    public string? Task => (string?)Network?["task"];

    /// <summary>The gravest verdict of the reports, each of which has that of its gravest finding; null where there are no reports.</summary>
    public string? Verdict => Reports.Count == 0 ? null : Reports
        .SelectMany(report => report["findings"]?.AsArray() ?? [])
        .Select(finding => (string)finding!["verdict"]!)
        .Append("healthy")
        .MaxBy(verdict => Array.IndexOf(s_risingVerdicts, verdict));

    /// <summary>Reads it.</summary>
    /// <param name="bytes">The file.</param>
    public static ModelFile Read(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Dictionary<string, string>[] graphs =
        [
            .. zip.Entries.Where(entry => entry.Name == "OnnxModel").OrderByDescending(entry => entry.FullName, StringComparer.Ordinal).Select(Metadata),
        ];
        return new ModelFile(
            Text(zip.GetEntry("TrainingInfo/Version.txt"))?.Split('+')[0],
            First(graphs, "syre.version"),
            First(graphs, "syre.model") is { } model ? CamelCase(JsonNode.Parse(model))!.AsObject() : null,
            [.. graphs.Where(graph => graph.ContainsKey("syre.report")).Select(graph => JsonNode.Parse(graph["syre.report"])!["report"]!.AsObject())],
            Text(zip.GetEntry("card.json")) is { } card ? JsonNode.Parse(card)!.AsObject() : null);
    }

    private static string? First(IEnumerable<Dictionary<string, string>> graphs, string key) =>
        graphs.Select(graph => graph.GetValueOrDefault(key)).FirstOrDefault(value => value is not null);

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
