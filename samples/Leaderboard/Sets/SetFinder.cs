namespace Leaderboard.Sets;

/// <summary>Finds the sets of a board in folders.</summary>
internal static class SetFinder
{
    /// <summary>The sets whose files are there, described or not, by name, each with its folder.</summary>
    /// <param name="board">The board.</param>
    /// <param name="roots">
    /// Folders with a folder for each set. Described sets are taken from the first that has them, others from the first folder alone.
    /// </param>
    public static IReadOnlyList<(DataSet Set, string Folder)> Find(Board board, IReadOnlyList<string> roots)
    {
        IEnumerable<(DataSet Set, string Folder)> described =
            from set in board.Sets
            from root in roots
            select (set, Path.Combine(root, set.Folder ?? set.Name));
        IEnumerable<(DataSet Set, string Folder)> others = board.Undescribed is not { } like ? [] : Directory.GetDirectories(roots[0])
            .Where(folder => board.Sets.All(set => (set.Folder ?? set.Name) != Path.GetFileName(folder)))
            .SelectMany(
                folder => Enum.GetValues<SplitRule>().Select(rule => (like with { Name = Path.GetFileName(folder), Split = rule }, folder)))
            .Where(pair => HasFiles(pair.Item1, pair.folder))
            .DistinctBy(pair => pair.folder);
        return [.. described.Where(pair => HasFiles(pair.Set, pair.Folder)).DistinctBy(pair => pair.Set.Name).Concat(others)
            .OrderBy(pair => pair.Set.Name, StringComparer.Ordinal)];
    }

    /// <summary>The files of a folder that a pattern means, by name.</summary>
    public static string[] Files(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];

    private static bool HasFiles(DataSet set, string folder) => set.Split == SplitRule.Files
        ? Files(folder, set.Train).Length > 0 && Files(folder, set.Test).Length > 0
        : Files(folder, set.Data).Length > 0;
}
