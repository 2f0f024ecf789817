using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Syre.MLNet.Checkpoints;

/// <summary>What makes a training the one that it is: of no other is a checkpoint of it any use.</summary>
/// <param name="Trainer">Name of the trainer.</param>
/// <param name="Options">The options that its result depends on, as JSON.</param>
/// <param name="Parts">All else, by name.</param>
internal sealed record TrainingIdentity(string Trainer, string Options, IReadOnlyDictionary<string, string> Parts)
{
    private const int NameBytes = 8;

    /// <summary>What the names of its files begin with.</summary>
    [JsonIgnore]
    public string FileName => $"{Trainer}-{Hash[..(2 * NameBytes)].ToLowerInvariant()}";

    /// <summary>A hash of all of it.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this))));

    /// <summary>What is another in another training, in words.</summary>
    public IEnumerable<string> Differences(TrainingIdentity other)
    {
        JsonObject mine = JsonNode.Parse(Options)!.AsObject(), others = JsonNode.Parse(other.Options)!.AsObject();
        IEnumerable<string> names = mine.Select(pair => pair.Key).Union(others.Select(pair => pair.Key));
        string[] options = [.. names.Where(name => !JsonNode.DeepEquals(mine[name], others[name]))];
        if (options.Length > 0)
            yield return $"options ({string.Join(", ", options)})";
        foreach (string part in Parts.Keys.Union(other.Parts.Keys))
        {
            if (Parts.GetValueOrDefault(part) != other.Parts.GetValueOrDefault(part))
                yield return part;
        }
    }
}
