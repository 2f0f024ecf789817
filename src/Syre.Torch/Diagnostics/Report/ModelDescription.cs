namespace Syre.Torch;

/// <summary>A trained model for people who did not train it: what it is, what it goes by, and its collapse report. Immutable.</summary>
public sealed record ModelDescription
{
    /// <summary>The model's name, for titles.</summary>
    public required string Name { get; init; }

    /// <summary>What the model is, each with what it is called: task, rows, error, options, version.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; }

    /// <summary>What its predictions go by: importance, contributions; none where nothing was measured.</summary>
    public IReadOnlyList<DescribedColumns> Columns { get; init; } = [];

    /// <summary>Its collapse report.</summary>
    public required CollapseReport Report { get; init; }
}
