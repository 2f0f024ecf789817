using System.Text.Json;

namespace Syre.Studies.Texts;

/// <summary>A comparison of ways to train on texts, as a file of this folder describes it.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Arms">The arms; the first is what the others are compared with.</param>
internal sealed record TextArms(string Question, IReadOnlyDictionary<string, TextArm> Arms)
{
    /// <summary>All descriptions, by the name of their file.</summary>
    public static IEnumerable<(string Name, TextArms Description)> All() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Texts"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileNameWithoutExtension(path),
                JsonSerializer.Deserialize<TextArms>(File.ReadAllText(path), JsonSerializerOptions.Web)!));
}
