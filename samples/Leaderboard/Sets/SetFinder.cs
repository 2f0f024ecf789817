namespace Leaderboard.Sets;

/// <summary>Finds the sets of a board in a folder.</summary>
internal static class SetFinder
{
    /// <summary>The sets whose files are there, described or not, by name, each with its folder.</summary>
    /// <param name="board">The board.</param>
    /// <param name="root">A folder with a folder for each set.</param>
    public static IReadOnlyList<(DataSet Set, string Folder)> Find(Board board, string root)
    {
        IEnumerable<(DataSet Set, string Folder)> described = board.Sets.Select(set => (set, Path.Combine(root, set.Folder ?? set.Name)));
        IEnumerable<(DataSet Set, string Folder)> others = board.Undescribed is not { } like ? [] : Directory.GetDirectories(root)
            .Where(folder => board.Sets.All(set => (set.Folder ?? set.Name) != Path.GetFileName(folder)))
            .SelectMany(
                folder => Enum.GetValues<SplitRule>().Select(rule => (like with { Name = Path.GetFileName(folder), Split = rule }, folder)))
            .Where(pair => HasFiles(pair.Item1, pair.folder))
            .DistinctBy(pair => pair.folder);
        return [.. described.Where(pair => HasFiles(pair.Set, pair.Folder)).Concat(others)
            .OrderBy(pair => pair.Set.Name, StringComparer.Ordinal)];
    }

    /// <summary>The files of a folder that a pattern means, by name.</summary>
    public static string[] Files(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];

    private static bool HasFiles(DataSet set, string folder) => set.Split == SplitRule.Files
        ? Files(folder, set.Train).Length > 0 && Files(folder, set.Test).Length > 0
        : Files(folder, set.Data).Length > 0;
}
