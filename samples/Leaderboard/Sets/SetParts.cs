namespace Leaderboard.Sets;

/// <summary>The fields of a set's files, split.</summary>
/// <param name="Table">The columns.</param>
/// <param name="Label">Index of the label.</param>
/// <param name="Train">The training rows.</param>
/// <param name="Test">The test rows.</param>
internal sealed record SetParts(Table Table, int Label, IReadOnlyList<string[]> Train, IReadOnlyList<string[]> Test)
{
    private const int MostFew = 60;

    /// <summary>A few training rows, of every class.</summary>
    public IReadOnlyList<string[]> Few =>
        [.. Train.GroupBy(row => row[Label]).SelectMany(rows => rows.Take(2)).Concat(Train).Take(MostFew)];
}
