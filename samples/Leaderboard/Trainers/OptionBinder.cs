using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Leaderboard.Trainers;

/// <summary>
/// Makes options from JSON. What it does not name keeps its default, in nested options too: <c>{ "Syre": { "Mode": "Plain" } }</c> keeps the strength
/// of the trainer's decay.
/// </summary>
internal static class OptionBinder
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        IncludeFields = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Makes options.</summary>
    /// <exception cref="JsonException">An option is unknown, or its value is of the wrong type.</exception>
    public static T Bind<T>(JsonObject? named)
        where T : new()
    {
        var defaults = new T();
        if (named is null)
            return defaults;
        var complete = new JsonObject();
        foreach ((string name, JsonNode? value) in named)
        {
            object? current = value is JsonObject ? typeof(T).GetProperty(name)?.GetValue(defaults) : null;
            complete[name] = current is null ? value?.DeepClone() : Merged(JsonSerializer.SerializeToNode(current, current.GetType(), s_json), value);
        }
        return complete.Deserialize<T>(s_json)!;
    }

    private static JsonNode? Merged(JsonNode? defaults, JsonNode? named)
    {
        if (defaults is not JsonObject known || named is not JsonObject changes)
            return named?.DeepClone();
        foreach ((string name, JsonNode? value) in changes)
            known[name] = Merged(known[name], value);
        return known;
    }
}
