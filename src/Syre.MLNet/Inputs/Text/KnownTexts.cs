namespace Syre.MLNet.Inputs.Text;

/// <summary>What a trained network of texts knows beside its weights: what a training that goes on from it keeps.</summary>
/// <param name="Words">The words by key, from 1.</param>
/// <param name="Numbers">The number of each row of the n-grams' table.</param>
/// <param name="Weights">The weight of each row.</param>
/// <param name="UnknownWeight">The weight of an n-gram that is not known.</param>
/// <param name="ShortestCharacters">Length of the shortest n-gram of characters.</param>
/// <param name="Scales">Scale of each feature beside the texts.</param>
/// <param name="Pieces">The pieces of each word by key; null where words are whole.</param>
internal sealed record KnownTexts(
    IReadOnlyList<string> Words,
    IReadOnlyList<int> Numbers,
    IReadOnlyList<float> Weights,
    float UnknownWeight,
    int ShortestCharacters,
    FeatureScale[] Scales,
    IReadOnlyList<int[]>? Pieces)
{
    /// <summary>What a trained network of these n-grams knows.</summary>
    public static KnownTexts Of(NgramInput input, IReadOnlyList<string> words) => new(
        words, input.Table.Numbers(), input.Table.Weights, input.Table.UnknownWeight, input.Table.Kinds[1].Shortest, input.Scales,
        input.Table.Kinds[0].Subwords?.Pieces);

    /// <summary>Options that shape what is read of a row and are not the earlier model's, with both values.</summary>
    public IEnumerable<string> Differences(SyreTextClassificationOptions earlier, SyreTextClassificationOptions options, int features)
    {
        foreach ((string name, object? before, object? now) in new (string, object?, object?)[]
                 {
                     (nameof(options.HiddenUnits), earlier.HiddenUnits, options.HiddenUnits),
                     (nameof(options.WordNgramLength), earlier.WordNgramLength, options.WordNgramLength),
                     (nameof(options.MaximumCharacterNgramLength), earlier.MaximumCharacterNgramLength,
                         options.MaximumCharacterNgramLength),
                     (nameof(options.MinimumCharacterNgramLength), ShortestCharacters,
                         options.MinimumCharacterNgramLength ?? ShortestCharacters),
                     (nameof(options.SecondTextColumnName), earlier.Texts, options.Texts),
                     (nameof(options.FeatureColumnName), Scales.Length, features),
                     (nameof(options.Subwords), Pieces is not null, options.Subwords is not null),
                 })
        {
            if (!Equals(before, now))
                yield return $"{name} ({before} and {now})";
        }
    }

    /// <summary>Whether a tokenizer cuts the words as the earlier one did.</summary>
    public bool IsCutBy(SubwordTable? table) =>
        Pieces is null || table is null || Pieces.Zip(table.Pieces).All(cuts => cuts.First.AsSpan().SequenceEqual(cuts.Second));
}
