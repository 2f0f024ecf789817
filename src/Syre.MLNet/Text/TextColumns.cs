namespace Syre.MLNet.Text;

/// <summary>Names of the columns between the texts and the scores; all are dropped at the end.</summary>
internal static class TextColumns
{
    public static string Normalised(int text) => $"__SyreText{text}";

    public static string Words(int text) => $"__SyreWords{text}";

    public static string Characters(int text) => $"__SyreCharacters{text}";

    /// <summary>The columns of keys, which the graph reads.</summary>
    public static IEnumerable<string> Keys(int texts) => Enumerable.Range(0, texts).SelectMany(text => new[] { Words(text), Characters(text) });

    /// <summary>All columns.</summary>
    public static IEnumerable<string> All(int texts) => Enumerable.Range(0, texts).Select(Normalised).Concat(Keys(texts));
}
