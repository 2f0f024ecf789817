using Microsoft.ML;

namespace Syre.MLNet.Tests;

/// <summary>Short texts that are the same on every run; the label says whether good words outnumber bad ones.</summary>
public static class TextData
{
    private static readonly string[] s_good = ["good", "fine", "lovely", "bright"];
    private static readonly string[] s_bad = ["bad", "dull", "awful", "broken"];
    private static readonly string[] s_other =
    [
        "the", "a", "film", "book", "was", "and", "very", "story", "naïve", "дом", "evening", "morning", "painter",
        "kitchen", "window", "garden", "journey", "whisper", "thunder", "village", "harvest", "quarrel", "lantern", "puzzle", "bicycle", "umbrella", "zodiac", "rhythm",
    ];

    /// <summary>Texts that a pipeline must take as they come: empty, blank, other scripts, a thousand words.</summary>
    public static IReadOnlyList<TextRow> Odd { get; } =
    [
        new() { Text = "a good and lovely film" },
        new() { Text = "" },
        new() { Text = "   " },
        new() { Text = "плохой дом 好 🙂 naïve" },
        new() { Text = string.Join(' ', Enumerable.Repeat("awful", 1000)) },
        new() { Text = "an awful, broken book" },
    ];

    public static IDataView Binary(MLContext ml, int rows = 120, int seed = 1)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ =>
        {
            string[] words = [.. Enumerable.Range(0, 9).Select(i => Pick(i % 3 == 0 ? s_good : i % 3 == 1 ? s_bad : s_other))];
            string[] kept = [.. words.Where((_, i) => i % 3 == 2 || random.Next(2) == 0)];
            return new LabelledText { Text = string.Join(' ', kept), Label = kept.Count(s_good.Contains) > kept.Count(s_bad.Contains) };
        }).ToList());

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    private sealed class LabelledText
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }
}
