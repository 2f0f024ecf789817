using System.Text.Json;
using System.Text.Json.Serialization;
using Leaderboard.Sets;
using Leaderboard.Trainers;

namespace Leaderboard;

/// <summary>Which sets and which trainers are compared: a file of JSON in <c>boards</c>.</summary>
internal sealed record Board
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The heading of the tables.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the trainer that is compared with the baselines.</summary>
    public required string Ours { get; init; }

    /// <summary>Names of the trainers whose best it is compared with.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = [];

    /// <summary>What an undescribed folder is taken for; null (default) where such folders are left alone.</summary>
    public DataSet? Undescribed { get; init; }

    public required IReadOnlyList<DataSet> Sets { get; init; }

    /// <summary>The trainers, in the order of the tables.</summary>
    public required IReadOnlyList<Trainer> Trainers { get; init; }

    /// <param name="name">The name of a file in <c>boards</c>, or a path.</param>
    /// <exception cref="InvalidDataException">There is no such board, or it cannot be read.</exception>
    public static Board Read(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "boards");
        string path = File.Exists(name) ? name : Path.Combine(folder, name + ".json");
        if (!File.Exists(path))
        {
            IEnumerable<string?> known = Directory.GetFiles(folder).Select(Path.GetFileNameWithoutExtension).Order();
            throw new InvalidDataException($"There is no board '{name}'; expected {string.Join(", ", known)}, or a file.");
        }
        try
        {
            return JsonSerializer.Deserialize<Board>(File.ReadAllText(path), s_json)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }
}
