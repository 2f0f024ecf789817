using System.Text.Json;
using System.Text.Json.Nodes;
using Syre.MLNet;

namespace Syre.Studies.Arms;

/// <summary>A comparison of options, as a file of this folder describes it.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Arms">The options of each arm, but for the trainer's name; the first is what the others are compared with.</param>
internal sealed record ArmDescription(string Question, IReadOnlyDictionary<string, JsonObject> Arms)
{
    /// <summary>All descriptions, by the name of their file.</summary>
    public static IEnumerable<(string Name, ArmDescription Description)> All() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Arms"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileNameWithoutExtension(path),
                JsonSerializer.Deserialize<ArmDescription>(File.ReadAllText(path), JsonSerializerOptions.Web)!));

    /// <summary>The options of an arm.</summary>
    public static SyreNetworkOptions Options(JsonObject arm)
    {
        var whole = new JsonObject([KeyValuePair.Create<string, JsonNode?>("Trainer", "SyreNetwork")]);
        foreach ((string name, JsonNode? value) in arm)
            whole[name] = value?.DeepClone();
        return (SyreNetworkOptions)SyreTrainerOptions.FromJson(whole.ToJsonString());
    }
}
