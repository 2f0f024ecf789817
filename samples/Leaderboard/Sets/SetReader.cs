namespace Leaderboard.Sets;

/// <summary>Reads a set and splits it.</summary>
internal static class SetReader
{
    /// <param name="set">Its description.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="mostRows">Most rows to train on, or null for all. Which ones are left is the same on every run.</param>
    /// <param name="temporary">A folder for files of its own.</param>
    /// <exception cref="InvalidDataException">A file is missing or cannot be read.</exception>
    public static LoadedSet Read(DataSet set, string folder, int? mostRows, string temporary)
    {
        try
        {
            (Table table, string[][] train, string[][] test) = Parts(set, folder);
            if (train.Length == 0 || test.Length == 0)
                throw new InvalidDataException("There are no training rows, or no test rows.");
            // Shuffled for the cut only: files may be sorted by label.
            if (mostRows < train.Length)
                new Random(1).Shuffle(train);
            var parts = new SetParts(table, table.IndexOf(set.Label), [.. train.Take(mostRows ?? train.Length)], test);
            return set.Text.Count > 0 ? new TextSet(set, parts) : new TableSet(set, parts, Path.Combine(temporary, set.Name));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{set.Name}: {e.Message}", e);
        }
    }

    private static (Table Table, string[][] Train, string[][] Test) Parts(DataSet set, string folder)
    {
        if (set.Split == SplitRule.Files)
        {
            Table train = Table.Read(Files(set.Train)), test = Table.Read(Files(set.Test));
            if (!train.Columns.SequenceEqual(test.Columns))
                throw new InvalidDataException("The training and the test files have other columns.");
            return (train, [.. train.Rows], [.. test.Rows]);
        }
        Table all = Table.Read(Files(set.Data));
        ILookup<bool, string[]> isTest = all.Rows.Select((row, i) => (row, i)).ToLookup(pair => IsTest(pair.i), pair => pair.row);
        return (all, [.. isTest[false]], [.. isTest[true]]);

        string[] Files(string pattern) => SetFinder.Files(folder, pattern) is { Length: > 0 } files
            ? files
            : throw new InvalidDataException($"There is no file '{pattern}' in '{folder}'.");
    }

    private static bool IsTest(int row) => unchecked((uint)row * 2654435761u) < 858993459u;
}
