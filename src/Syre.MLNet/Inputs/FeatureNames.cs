namespace Syre.MLNet.Inputs;

/// <summary>What a user knows the features by.</summary>
/// <param name="Column">Their column.</param>
/// <param name="Names">The name of each feature; null where the column's slots have none.</param>
/// <param name="Slots">The column's slot of each feature; null where feature i is slot i.</param>
internal sealed record FeatureNames(string Column, string[]? Names, int[]? Slots)
{
    /// <summary>As in <c>column 'Features', slot 3 'Age'</c>; slots count from 0.</summary>
    public string this[int feature] =>
        $"column '{Column}', slot {Slots?[feature] ?? feature}{(Names?[feature] is { Length: > 0 } name ? $" '{name}'" : "")}";

    /// <summary>The first few of some features, and how many there are.</summary>
    public string List(IReadOnlyList<int> features)
    {
        const int shown = 3;
        string first = string.Join("; ", features.Take(shown).Select(feature => this[feature]));
        return features.Count > shown ? $"{first}; and {features.Count - shown} more" : first;
    }
}
