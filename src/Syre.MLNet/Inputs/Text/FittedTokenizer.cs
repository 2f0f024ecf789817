using Microsoft.ML;

namespace Syre.MLNet.Inputs.Text;

/// <summary>What was learnt of the texts before their n-grams.</summary>
/// <param name="Transformer">Text to keys of words and of characters.</param>
/// <param name="Columns">The columns that it makes.</param>
/// <param name="Words">The words by key, from 1.</param>
/// <param name="Cut">Number of texts that are longer than the options allow.</param>
/// <param name="AreSpaced">Whether the texts have spaces between words.</param>
internal sealed record FittedTokenizer(ITransformer Transformer, TextColumns Columns, IReadOnlyList<string> Words, long Cut, bool AreSpaced)
{
    /// <summary>N-grams of words, then of characters.</summary>
    public NgramKind[] Kinds(SyreTextClassificationOptions options) =>
        [NgramKind.Words(options, Words), NgramKind.Characters(options, AreSpaced)];
}
