namespace Syre.MLNet.Inputs;

/// <summary>What a user knows the features by.</summary>
/// <param name="Column">Their column.</param>
/// <param name="Names">The name of each feature; null where the column's slots have none.</param>
/// <param name="Slots">The column's slot of each feature; null where feature i is slot i.</param>
/// <param name="First">The first feature that is one of the column's; before it are others, which have no place there.</param>
internal sealed record FeatureNames(string Column, string[]? Names, int[]? Slots, int First = 0)
{
    /// <summary>Numbers that an embedding makes of a feature (RealMLP-TD).</summary>
    public const int EmbeddingOutputs = 3;

    /// <summary>As in <c>column 'Features', slot 3 'Age'</c>; slots count from 0.</summary>
    public string this[int feature] =>
        $"column '{Column}', slot {(Slots?[feature] ?? feature) - First}{(Names?[feature] is { Length: > 0 } name ? $" '{name}'" : "")}";

    /// <summary>
    /// What to call the inputs of a first layer that is also told which features are missing, and what is made of some; null where there is
    /// nothing to say.
    /// </summary>
    /// <param name="features">Number of features.</param>
    /// <param name="indicated">The features that it is told so of.</param>
    /// <param name="embedded">The features that are embedded.</param>
    public string[]? OfInputs(int features, IReadOnlyList<int> indicated, IReadOnlyList<int> embedded)
    {
        if (indicated.Count == 0 && embedded.Count == 0)
            return Names;
        return
        [
            .. Enumerable.Range(0, features).Select(Name),
            .. indicated.Select(feature => $"{Name(feature)} is missing"),
            .. Enumerable.Range(1, EmbeddingOutputs).SelectMany(output => embedded.Select(feature => $"{Name(feature)}, cosines {output}")),
        ];

        string Name(int feature) => Names?[feature] is { Length: > 0 } name ? name : $"slot {Slots?[feature] ?? feature}";
    }

    /// <summary>The first few of some features, and how many there are.</summary>
    public string List(IReadOnlyList<int> features)
    {
        const int shown = 3;
        string first = string.Join("; ", features.Take(shown).Select(feature => this[feature]));
        return features.Count > shown ? $"{first}; and {features.Count - shown} more" : first;
    }
}
