using Microsoft.ML;

namespace Syre.Tests.EngineBits;

/// <summary>A text of made-up words, some of which tell its label.</summary>
internal sealed class TextRow
{
    private const int Rows = 150, Words = 40, Length = 8;

    public string Text { get; set; } = "";

    public bool Label { get; set; }

    /// <summary>Texts that are the same everywhere.</summary>
    public static IDataView View(MLContext ml)
    {
        var random = new Random(7);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(_ =>
        {
            int[] words = [.. Enumerable.Range(0, Length).Select(_ => random.Next(Words))];
            return new TextRow
            {
                Text = string.Join(' ', words.Select(word => $"word{(char)('a' + word % 26)}{(char)('I' + word % 5)}")),
                Label = words.Sum(word => word % 7 - 3) > 0,
            };
        }).ToList());
    }
}
