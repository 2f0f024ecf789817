using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests;

/// <summary>Short texts that are the same on every run; the label says whether good words outnumber bad ones.</summary>
public static class TextData
{
    private static readonly string[] s_good = ["good", "fine", "lovely", "bright"];
    private static readonly string[] s_bad = ["bad", "dull", "awful", "broken"];
    private static readonly string[] s_other =
    [
        "the", "a", "film", "book", "was", "and", "very", "story", "naïve", "дом", "evening", "morning", "painter",
        "kitchen", "window", "garden", "journey", "whisper", "thunder", "village", "harvest", "quarrel", "lantern", "puzzle", "bicycle",
        "umbrella", "zodiac", "rhythm",
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

    /// <summary>Texts of three classes, each with words of its own among common ones; the label is a key with names.</summary>
    public static IDataView Multiclass(MLContext ml, int rows = 180, int seed = 1)
    {
        IDataView view = MulticlassTexts(ml, rows, seed);
        return ml.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);
    }

    /// <summary>The same with texts as labels, or the first of the classes alone.</summary>
    public static IDataView MulticlassTexts(MLContext ml, int rows = 180, int seed = 1, int classes = 3)
    {
        var random = new Random(seed);
        string[][] own = [s_good, s_bad, ["invoice", "payment", "refund", "account"]];
        string[] names = ["praise", "complaint", "billing"];
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row => new NamedText
        {
            Text = string.Join(' ', Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? Pick(own[row % classes]) : Pick(s_other))),
            Label = names[row % classes],
        }).ToList());

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    /// <summary>
    /// Pairs of six words each from two thousand; the label says whether most of the words are the same. No word tells by itself.
    /// </summary>
    public static IDataView Pairs(MLContext ml, int rows = 400, int seed = 1)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row =>
        {
            string[] first = Words(6), second = row % 2 == 0 ? [.. first[..5], .. Words(1)] : Words(6);
            random.Shuffle(second);
            return new PairRow { Text = string.Join(' ', first), Other = string.Join(' ', second), Label = row % 2 == 0 };
        }).ToList());

        string[] Words(int count) => [.. Enumerable.Range(0, count).Select(_ => $"w{random.Next(2000) * 7919 % 10007}")];
    }

    /// <summary>
    /// Texts that say nothing, with two numbers of which the first tells the label, and the second is missing in every tenth row.
    /// </summary>
    public static IDataView WithNumbers(MLContext ml, int rows = 300, int seed = 1, bool missing = false)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row =>
        {
            float number = 50 + 10 * (random.NextSingle() - 0.5f);
            return new NumberedText
            {
                Text = s_other[random.Next(s_other.Length)],
                Numbers = [number, missing && row % 10 == 0 ? float.NaN : random.NextSingle()],
                Label = number > 50,
            };
        }).ToList());
    }

    private sealed class LabelledText
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class NamedText
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class PairRow
    {
        public string Text { get; set; } = "";

        public string Other { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class NumberedText
    {
        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];

        public bool Label { get; set; }
    }
}
