using System.Globalization;

namespace Leaderboard.Sets;

/// <summary>Reads a set and splits it.</summary>
internal static class SetReader
{
    /// <param name="set">Its description.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="mostRows">Most rows to train on, or null for all. Which ones are left is the same on every run.</param>
    /// <exception cref="InvalidDataException">A file is missing or cannot be read.</exception>
    public static LoadedSet Read(DataSet set, string folder, int? mostRows)
    {
        try
        {
            (Table table, string[][] train, string[][] test) = Parts(set, folder);
            if (train.Length == 0 || test.Length == 0)
                throw new InvalidDataException("There are no training rows, or no test rows.");
            var columns = new RowMaker(set, table, train);
            // Shuffled for the cut only: files may be sorted by label.
            if (mostRows < train.Length)
                new Random(1).Shuffle(train);
            return new LoadedSet(set, [.. train.Take(mostRows ?? train.Length).Select(columns.Make)], [.. test.Select(columns.Make)]);
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

    /// <summary>Knows which columns become what: a feature is a number when all its training values are.</summary>
    private sealed class RowMaker
    {
        private readonly int _label;
        private readonly int[] _texts;
        private readonly int[] _numbers;
        private readonly int[] _categories;

        public RowMaker(DataSet set, Table table, string[][] train)
        {
            _label = table.IndexOf(set.Label);
            _texts = [.. set.Text.Select(table.IndexOf)];
            IEnumerable<string> features = set.Features
                ?? (set.Text.Count > 0 ? [] : table.Columns.Where(name => name != set.Label && !set.Ignored.Contains(name)));
            ILookup<bool, int> isNumber = features.Select(table.IndexOf)
                .ToLookup(column => train.All(row => IsNumberOrMissing(row[column])));
            (_numbers, _categories) = ([.. isNumber[true]], [.. isNumber[false]]);
        }

        public Row Make(string[] fields) => new()
        {
            Label = fields[_label],
            Text = string.Join(' ', _texts.Select(column => fields[column])),
            Numbers = [.. _numbers.Select(column => Number(fields[column]))],
            Categories = [.. _categories.Select(column => fields[column])],
        };

        private static float Number(string text) =>
            float.TryParse(text, CultureInfo.InvariantCulture, out float number) ? number : float.NaN;

        private static bool IsNumberOrMissing(string text) => text.Length == 0 || float.TryParse(text, CultureInfo.InvariantCulture, out _);
    }
}
