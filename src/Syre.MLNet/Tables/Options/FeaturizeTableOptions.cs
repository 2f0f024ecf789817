using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Options of <c>FeaturizeTable</c>.</summary>
public sealed record FeaturizeTableOptions
{
    /// <summary>The column that is made: a vector of Single with slot names. Default <c>Features</c>.</summary>
    public string OutputColumnName { get; init; } = "Features";

    /// <summary>
    /// The column that is to be predicted: no feature is made of it, and it becomes what <see cref="LabelKind"/> says. Null (default) where
    /// there is none, or where it is to stay as it is; name it in <see cref="IgnoredColumnNames"/> then.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>What the label becomes. Default: by its type.</summary>
    public TableLabelKind LabelKind { get; init; } = TableLabelKind.Auto;

    /// <summary>
    /// The value that becomes <see langword="true"/> where the label becomes Boolean. Null (default) for the one that says so itself (yes,
    /// true, 1), else the rarer one; the plan tells which.
    /// </summary>
    public string? PositiveLabel { get; init; }

    /// <summary>Columns that no feature is made of: weights, groups, what is known only after the fact. Default: none.</summary>
    public IReadOnlyCollection<string> IgnoredColumnNames { get; init; } = [];

    /// <summary>What columns are, by name, where the plan is wrong. Default: nothing is overruled.</summary>
    public IReadOnlyDictionary<string, TableColumnKind> Columns { get; init; } = new Dictionary<string, TableColumnKind>();

    /// <summary>What is put where a number is missing. Default: <see cref="TableMissingValues.Replace"/>.</summary>
    public TableMissingValues MissingValues { get; init; } = TableMissingValues.Replace;

    /// <summary>
    /// Levels of a category at most, from 1; the most frequent are kept, the others share one. Default 1000: more hardly ever have the rows
    /// that it takes to learn them.
    /// </summary>
    public int MaximumLevels { get; init; } = 1000;

    /// <summary>
    /// Rows that a level of a category must have, from 1; rarer ones share a level, which is also that of values never seen in training.
    /// Default 5. Of less than 100 rows it is a twentieth at most, so that small tables keep their levels.
    /// </summary>
    public int MinimumLevelRows { get; init; } = 5;

    /// <summary>Notes every option that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    internal void AddTo(Violations violations)
    {
        violations.Require(!string.IsNullOrEmpty(OutputColumnName), "OutputColumnName is empty; name the column that is made.");
        violations.Require(LabelColumnName is not "", "LabelColumnName is empty; name the label's column, or give null.");
        violations.Require(LabelColumnName is null || LabelColumnName != OutputColumnName,
            $"LabelColumnName and OutputColumnName are both '{OutputColumnName}'; give the features another name.");
        violations.RequireDefined(LabelKind);
        violations.Require(LabelColumnName is not null || LabelKind == TableLabelKind.Auto,
            $"LabelKind is {LabelKind}, and there is no label; set LabelColumnName.");
        violations.Require(PositiveLabel is null || LabelKind == TableLabelKind.Boolean,
            "PositiveLabel is of use with LabelKind = Boolean alone; set that, or leave it out.");
        violations.Require(IgnoredColumnNames is not null, "IgnoredColumnNames is null; give an empty list for none.");
        violations.Require(Columns is not null, "Columns is null; give an empty dictionary for none.");
        foreach ((string name, TableColumnKind kind) in Columns ?? new Dictionary<string, TableColumnKind>())
        {
            violations.Require(Enum.IsDefined(kind) && kind != TableColumnKind.Label,
                $"Columns says that '{name}' is {kind}; it may be any kind but Label, which LabelColumnName sets.");
        }
        violations.RequireDefined(MissingValues);
        violations.Require(MaximumLevels >= 1, MaximumLevels, "at least 1");
        violations.Require(MinimumLevelRows >= 1, MinimumLevelRows, "at least 1");
    }
}
