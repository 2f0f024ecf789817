using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Leaderboard.Trainers;

/// <summary>Makes options of ML.NET's own trainers from JSON. What it does not name keeps its default.</summary>
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
        where T : new() => named is null ? new T() : named.Deserialize<T>(s_json)!;
}
