using Syre.MLNet.Stock;

namespace Syre.MLNet.Inputs.Text;

/// <summary>Names of the columns between the texts and the scores; all are dropped at the end.</summary>
/// <param name="inner">Names that no column of the training data has.</param>
/// <param name="texts">Number of texts in a row.</param>
internal sealed class TextColumns(InnerColumns inner, int texts)
{
    /// <summary>Number of texts in a row.</summary>
    public int Texts => texts;

    /// <summary>The columns of keys, which the graph reads.</summary>
    public IEnumerable<string> Keys => Enumerable.Range(0, texts).SelectMany(text => new[] { Words(text), Characters(text) });

    /// <summary>All columns.</summary>
    public IEnumerable<string> All => Enumerable.Range(0, texts).Select(Normalised).Concat(Keys);

    public string Normalised(int text) => inner.Named($"Text{text}");

    public string Words(int text) => inner.Named($"Words{text}");

    public string Characters(int text) => inner.Named($"Characters{text}");
}
