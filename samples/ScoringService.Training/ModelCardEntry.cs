using System.IO.Compression;
using System.Text.Json;

namespace ScoringService.Training;

/// <summary>What a model file does not tell by itself. ML.NET leaves entries of a model's zip alone that it does not know.</summary>
/// <param name="Description">What the model answers, and from what.</param>
/// <param name="Metrics">Metrics on rows that the training has not seen.</param>
/// <param name="Example">A row to try.</param>
internal sealed record ModelCardEntry(
    string Description, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, object?> Example)
{
    public const string EntryName = "card.json";

    /// <summary>What the entry holds.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Adds it to a model that was saved without.</summary>
    public static void Add(string modelFile, ModelCardEntry card)
    {
        using ZipArchive zip = ZipFile.Open(modelFile, ZipArchiveMode.Update);
        using var entry = new StreamWriter(zip.CreateEntry(EntryName).Open());
        entry.Write(card.ToJson());
    }
}
