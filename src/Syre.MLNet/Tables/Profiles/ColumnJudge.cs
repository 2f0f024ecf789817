namespace Syre.MLNet.Tables.Profiles;

/// <summary>Says what a column is, by what was seen in it.</summary>
/// <param name="options">Bounds of levels.</param>
/// <param name="rows">Rows of the table.</param>
internal sealed class ColumnJudge(FeaturizeTableOptions options, long rows)
{
    /// <summary>Words, and characters, of a text that is more than the name of a level.</summary>
    private const double ManyWords = 4, ManyCharacters = 50;

    /// <summary>Share of values without a repeat that makes a column with an identifier's name one.</summary>
    private const double MostlyDistinct = 0.95;

    /// <summary>Characters of a value that are shown.</summary>
    private const int MaximumShown = 40;

    /// <summary>Rows below which a column of texts without a repeat may still be a category.</summary>
    private const int FewRows = 10;

    /// <summary>The kind of a column, and why.</summary>
    public (TableColumnKind Kind, string Why) Judge(string name, ColumnProfile profile) => profile switch
    {
        TextProfile text => Judge(name, text),
        NumberProfile number => Judge(name, number),
        TimeProfile time => Judge(time.Dates),
        KeyProfile key => Judge(key),
        VectorProfile vector => (TableColumnKind.Number, $"a vector of {vector.Size} numbers"),
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };

    /// <summary>The levels of a category.</summary>
    public LevelTable Levels(TextProfile profile) =>
        LevelTable.Choose(profile, options.MaximumLevels, MinimumRows);

    /// <summary>Rows that a level must have.</summary>
    private long MinimumRows => Math.Min(options.MinimumLevelRows, Math.Max(1, rows / 20));

    private (TableColumnKind Kind, string Why) Judge(string name, TextProfile text)
    {
        if (text.Count == 0)
            return (TableColumnKind.Constant, "no value in any row");
        if (text.Numbers is { } numbers)
        {
            (TableColumnKind kind, string why) = Judge(name, numbers);
            return kind == TableColumnKind.Number ? (kind, "texts that are all numbers") : (kind, why);
        }
        if (text.Dates is { } dates)
            return Judge(dates);
        if (text.AllLevels == 1 && text.Missing == 0)
            return (TableColumnKind.Constant, $"{Shown(text.Levels.Keys.First())} in every row");
        if (text.Distinct > 0.5 && text.Count >= FewRows && (text.Words >= ManyWords || text.Characters >= ManyCharacters))
        {
            return (TableColumnKind.Text, FormattableString.Invariant($"texts of {text.Words:0.#} words, {text.AllLevels} different ") +
                $"ones in {text.Count} rows; SyreTextClassification or FeaturizeText take them");
        }
        LevelTable levels = Levels(text);
        bool alone = levels.Kept.Count == 0 || (text.Distinct == 1 && text.Count >= FewRows);
        return !alone ? (TableColumnKind.Category, "texts")
            : text.Missing >= MinimumRows && text.Count >= MinimumRows ? (TableColumnKind.Category, "texts that are there or missing")
            : (TableColumnKind.Identifier, $"{text.AllLevels} different texts in {text.Count} rows, none often enough to be a level");
    }

    private static (TableColumnKind Kind, string Why) Judge(string name, NumberProfile number)
    {
        NumberSummary summary = number.Summary;
        if (summary.Count == 0)
            return (TableColumnKind.Constant, "no value in any row");
        if (!summary.Varies && summary.Missing == 0)
            return (TableColumnKind.Constant, FormattableString.Invariant($"{summary.Minimum} in every row"));
        if (number.Dates is { } dates && dates.Varying.Any())
            return (TableColumnKind.Date, "numbers that are dates, as 20141013");
        if (number.Distinct == 1 && NumberRepeats.CannotBeChance(summary.Count, summary.Minimum, summary.Maximum))
        {
            return (TableColumnKind.Identifier, FormattableString.Invariant(
                $"{summary.Count} whole numbers from {summary.Minimum} to {summary.Maximum} without a repeat, which is not by chance"));
        }
        return number.Distinct > MostlyDistinct && IsIdentifierName(name) && summary.Count >= FewRows
            ? (TableColumnKind.Identifier, "whole numbers that hardly repeat, in a column that is named as an identifier")
            : (TableColumnKind.Number, "numbers");
    }

    private static (TableColumnKind Kind, string Why) Judge(DateProfile dates) =>
        dates.Count == 0 ? (TableColumnKind.Constant, "no date in any row")
        : dates.Varying.Any() || dates.Missing > 0 ? (TableColumnKind.Date, "dates")
        : (TableColumnKind.Constant, "the same date in every row");

    private (TableColumnKind Kind, string Why) Judge(KeyProfile key) =>
        key.Count == 0 ? (TableColumnKind.Constant, "no key in any row")
        : key.Different == 1 && key.Missing == 0 ? (TableColumnKind.Constant, "the same key in every row")
        : key.Different == key.Count && key.Count >= FewRows
            ? (TableColumnKind.Identifier, $"{key.Different} different keys in {key.Count} rows")
        : key.Size > (ulong)options.MaximumLevels
            ? (TableColumnKind.Ignored, $"a key of up to {key.Size} levels without values; make it with MapValueToKey, which knows them")
        : (TableColumnKind.Category, "keys without values");

    /// <summary>A text on one line, and not all of a long one.</summary>
    private static string Shown(string text) =>
        $"'{(text.Length > MaximumShown ? $"{text[..MaximumShown]}…" : text).ReplaceLineEndings(" ")}'";

    /// <summary>Whether a name is <c>id</c>, or ends in it as a word: <c>customerID</c>, <c>user_id</c>, <c>Uuid</c>.</summary>
    private static bool IsIdentifierName(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal)
        || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || name.EndsWith(" id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("uuid", StringComparison.OrdinalIgnoreCase) || name.EndsWith("guid", StringComparison.OrdinalIgnoreCase);
}
