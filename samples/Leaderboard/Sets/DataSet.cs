namespace Leaderboard.Sets;

/// <summary>A set of data, as a board describes it.</summary>
internal sealed record DataSet
{
    public string Name { get; init; } = "";

    /// <summary>The name of its folder; null (default) where that is the set's.</summary>
    public string? Folder { get; init; }

    /// <summary>What is predicted. Default classes, which is all that texts have.</summary>
    public SetTask Task { get; init; } = SetTask.Classification;

    /// <summary>How it is split.</summary>
    public SplitRule Split { get; init; }

    /// <summary>Pattern of the files with training rows, for <see cref="SplitRule.Files"/>.</summary>
    public string Train { get; init; } = "train.*";

    /// <summary>Pattern of the files with test rows, for <see cref="SplitRule.Files"/>.</summary>
    public string Test { get; init; } = "test.*";

    /// <summary>Pattern of the files with all rows, for <see cref="SplitRule.Index"/>.</summary>
    public string Data { get; init; } = "data.*";

    /// <summary>The label's column.</summary>
    public string Label { get; init; } = "label";

    /// <summary>The texts' columns; several are joined by a space. Default none: a table.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Columns of features; null (default) for none beside a text, and for all others in a table.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Columns of a table that are no features.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
