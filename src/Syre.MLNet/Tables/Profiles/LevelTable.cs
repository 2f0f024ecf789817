namespace Syre.MLNet.Tables.Profiles;

/// <summary>The levels of a category that get a slot.</summary>
/// <param name="Kept">Levels with a slot of their own, in ordinal order.</param>
/// <param name="Rare">Number of levels that share a slot; 0 where none does.</param>
/// <param name="Missing">Whether there is a slot for what is missing.</param>
internal sealed record LevelTable(IReadOnlyList<string> Kept, long Rare, bool Missing)
{
    /// <summary>Chooses them.</summary>
    /// <param name="profile">The column.</param>
    /// <param name="maximum">Levels kept at most.</param>
    /// <param name="minimumRows">Rows that a level must have.</param>
    public static LevelTable Choose(TextProfile profile, int maximum, long minimumRows)
    {
        string[] kept = [.. profile.Levels.Where(level => level.Value >= minimumRows)
            .OrderByDescending(level => level.Value).ThenBy(level => level.Key, StringComparer.Ordinal)
            .Take(maximum).Select(level => level.Key).Order(StringComparer.Ordinal)];
        return new LevelTable(kept, profile.AllLevels - kept.Length, profile.Missing > 0);
    }

    /// <summary>Slots.</summary>
    public int Slots => Kept.Count + (Rare > 0 ? 1 : 0) + (Missing ? 1 : 0);
}
