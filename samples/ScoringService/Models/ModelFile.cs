using System.Text.Json;
using System.Text.Json.Nodes;
using ScoringService.Telemetry;
using Syre.MLNet.Zip;

namespace ScoringService.Models;

/// <summary>
/// What a model file tells beside its predictions, read with stock packages: ML.NET's zip, and the metadata of the ONNX graphs in it.
/// </summary>
/// <param name="MLNet">The version of ML.NET that wrote it.</param>
/// <param name="Syre">The version of Syre.MLNet that wrote it; null for models of other makers.</param>
/// <param name="Network">Task, options and training summary of the last network of Syre.MLNet; null where there is none.</param>
/// <param name="Reports">The collapse reports, that of the pipeline's last part first.</param>
/// <param name="Card">The entry <c>card.json</c>: what whoever trained the model adds; see samples/ScoringService.Training.</param>
internal sealed record ModelFile(string? MLNet, string? Syre, JsonObject? Network, IReadOnlyList<JsonObject> Reports, JsonObject? Card)
{
    private const int LongestVersion = 200;
    private const int LongestCard = 1 << 20;
    private static readonly string[] s_risingVerdicts = ["healthy", "reduced", "collapsed"];

    /// <summary><c>binary</c>, <c>multiclass</c> or <c>regression</c>; null where the file does not say.</summary>
    public string? Task => (string?)Network?["task"];

    /// <summary>
    /// The gravest verdict of the reports, each of which has that of its gravest finding; null where there are no reports.
    /// </summary>
    public string? Verdict => Reports.Count == 0 ? null : Reports
        .SelectMany(report => report["findings"]?.AsArray() ?? [])
        .Select(finding => (string)finding!["verdict"]!)
        .Append("healthy")
        .MaxBy(verdict => Array.IndexOf(s_risingVerdicts, verdict));

    /// <summary>Checks the whole file, then reads what it tells. Nothing is unpacked to disk and no graph is run.</summary>
    /// <param name="name">The model's name, for messages.</param>
    /// <param name="bytes">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or was altered after it had been saved, or has what no model needs, or
    /// what it tells is not told
    /// as it should be.</exception>
    public static ModelFile Read(string name, byte[] bytes)
    {
        using CheckedZip zip = CheckedZip.Of(bytes, name);
        zip.Verify();
        IReadOnlyDictionary<string, string>[] graphs =
        [
            .. zip.Items.Where(item => item.FileName == GraphEntry.Name)
                .OrderByDescending(item => item.Name, StringComparer.Ordinal)
                .Select(item => zip.Read(item, stream => GraphEntry.ReadSound(stream, item)).Metadata),
        ];
        try
        {
            var file = new ModelFile(
                Text(zip, "TrainingInfo/Version.txt", LongestVersion)?.Split('+')[0],
                First(graphs, "syre.version"),
                First(graphs, "syre.model") is { } model ? CamelCase(JsonNode.Parse(model))!.AsObject() : null,
                [.. graphs.Where(graph => graph.ContainsKey("syre.report"))
                    .Select(graph => JsonNode.Parse(graph["syre.report"])!["report"]!.AsObject())],
                Text(zip, "card.json", LongestCard) is { } card ? JsonNode.Parse(card)!.AsObject() : null);
            file.CheckMembers();
            return file;
        }
        // What JsonNode throws for a null or a value of another kind than the one asked for.
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw CheckedZip.Fault(name, $"what it tells of itself is not told as it should be: {e.Message}", null, e);
        }
    }

    /// <summary>Asks for everything that is asked for later, when a client waits for it.</summary>
    private void CheckMembers()
    {
        _ = (Task, Verdict, (string?)Card?["description"], Card?["example"]?.AsObject(), Card?["metrics"]?.AsObject(),
            Network?["summary"]?.AsObject());
        foreach (RowProfile profile in Reports.Select(RowProfile.Of).OfType<RowProfile>())
        {
            if (profile.Probabilities is null || profile.Slots is null ||
                profile.Slots.Any(slot => slot?.Name is null || slot.Index < 0 || slot.Quantiles?.Length != profile.Probabilities.Length))
            {
                throw new FormatException("a slot of the row profile has no name, or not a quantile for each probability.");
            }
        }
    }

    private static string? First(IEnumerable<IReadOnlyDictionary<string, string>> graphs, string key) =>
        graphs.Select(graph => graph.GetValueOrDefault(key)).FirstOrDefault(value => value is not null);

    private static string? Text(CheckedZip zip, string entry, int longest)
    {
        if (zip.Items.FirstOrDefault(item => item.Name == entry) is not { } found)
            return null;
        return found.Length <= longest
            ? zip.Read(found, stream => new StreamReader(stream).ReadToEnd()).Trim()
            : throw CheckedZip.Fault(zip.Name, $"it has {found.Length} bytes; at most {longest} are read", found);
    }

    /// <summary>The same with the names of members as JSON has them.</summary>
    private static JsonNode? CamelCase(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(
            o.Select(member => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(member.Key), CamelCase(member.Value)))),
        JsonArray array => new JsonArray([.. array.Select(CamelCase)]),
        _ => node?.DeepClone(),
    };
}
