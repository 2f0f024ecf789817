using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tables.Profiles;
using Syre.MLNet.Tables.Steps;

namespace Syre.MLNet.Tables;

/// <summary>One fit: reads the table, decides, and builds the chain.</summary>
/// <param name="data">The table.</param>
/// <param name="options">What the user says.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed class TableFit(IDataView data, FeaturizeTableOptions options, Cancellation cancellation)
{
    private readonly StockSteps _steps = new(data.Schema, options.OutputColumnName, options.LabelColumnName);

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or no column makes a feature.</exception>
    public FeaturizeTableTransformer Run()
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        Dictionary<string, Source> sources =
            columns.Where(column => !IsLeftOut(column.Name)).ToDictionary(column => column.Name, Prepare);
        TableProfile profile = TableProfile.Read(
            _steps.Chain.Transform(data),
            [.. sources.Values.Select(source => (_steps.Schema[source.Column], source.Forced))], cancellation);
        if (profile.Rows == 0)
        {
            throw new InvalidOperationException(
                "There are no rows to learn the columns from. Check the path and the filters before FeaturizeTable.");
        }
        var judge = new ColumnJudge(options, profile.Rows);
        var features = new FeatureSteps(_steps, options);
        List<TablePlanColumn> plan = [.. columns.Select(column => column.Name == options.LabelColumnName
            ? new TablePlanColumn(column.Name, TableColumnKind.Label, "", 0)
            : sources.TryGetValue(column.Name, out Source? source)
                ? Decide(judge, features, column, source, profile.Columns[source.Column])
                : LeftOut(column.Name))];
        if (plan.Sum(column => column.Slots) == 0)
        {
            throw new InvalidOperationException(
                $"No column makes a feature.{Environment.NewLine}{new TablePlan(profile.Rows, options.OutputColumnName, plan, [])}" +
                "Overrule a decision by FeaturizeTableOptions.Columns.");
        }
        features.Finish();
        if (options.LabelColumnName is { } label)
        {
            string became = new LabelSteps(_steps, options).Add(data, cancellation);
            plan = [.. plan.Select(column => column.Name == label ? column with { Reason = became } : column)];
        }
        _steps.DropColumns();
        return new FeaturizeTableTransformer(
            _steps.Chain, new TablePlan(profile.Rows, options.OutputColumnName, plan, features.SlotColumns));
    }

    private bool IsLeftOut(string name) => name == options.LabelColumnName || options.IgnoredColumnNames.Contains(name)
        || (Forced(name) is { } kind
            ? kind is not (TableColumnKind.Number or TableColumnKind.Category or TableColumnKind.Date)
            : name == options.OutputColumnName);

    private TablePlanColumn LeftOut(string name) =>
        name == options.OutputColumnName && Forced(name) is null && !options.IgnoredColumnNames.Contains(name)
            ? new TablePlanColumn(
                name, TableColumnKind.Ignored, "has the name of the features that are made; give these another, or name its kind", 0)
            : new TablePlanColumn(name, Forced(name) ?? TableColumnKind.Ignored, "the options say so", 0);

    private TableColumnKind? Forced(string name) => options.Columns.TryGetValue(name, out TableColumnKind kind) ? kind : null;

    /// <summary>Where a column is a category by type or by option, the text that tells its levels.</summary>
    private Source Prepare(DataViewSchema.Column column)
    {
        TableColumnKind? forced = Forced(column.Name);
        string source = column.Name;
        if (column.Type is KeyDataViewType && KeyNames.ItemType(column) is not null)
        {
            forced = TableColumnKind.Category;
            source = _steps.Column("Value");
            _steps.Add(_steps.Context.Transforms.Conversion.MapKeyToValue(source, column.Name));
        }
        DataViewType type = _steps.Schema[source].Type;
        if (forced == TableColumnKind.Category && type is not (TextDataViewType or KeyDataViewType))
        {
            bool fraction = type == NumberDataViewType.Single || type == NumberDataViewType.Double;
            source = _steps.AddConversion(source, DataKind.String);
            if (fraction)
                source = _steps.AddFormula("Text", Formulas.EmptyIfNaN, source);
        }
        return new Source(source, forced);
    }

    private TablePlanColumn Decide(
        ColumnJudge judge, FeatureSteps features, DataViewSchema.Column column, Source source, ColumnProfile? profile)
    {
        if (profile is null)
            return new TablePlanColumn(column.Name, TableColumnKind.Ignored, $"no feature is made of {column.Type}", 0);
        (TableColumnKind kind, string why) = source.Forced is not { } forced ? judge.Judge(column.Name, profile)
            : profile is KeyProfile ? judge.Judge(column.Name, profile)
            : profile.Has(forced) ? (forced, Forced(column.Name) is null ? "keys" : "the options say so")
            : (TableColumnKind.Constant, $"the options say {forced}, and no row has one");
        if (kind == TableColumnKind.Category && profile is TextProfile text && judge.Levels(text).Slots < 2)
        {
            return new TablePlanColumn(
                column.Name, TableColumnKind.Identifier, $"{why}, but no level is in {options.MinimumLevelRows} rows", 0);
        }
        (int slots, string more) = kind switch
        {
            TableColumnKind.Number => Number(features, column.Name, source.Column, profile),
            TableColumnKind.Category => Category(judge, features, column, source.Column, profile),
            TableColumnKind.Date => Date(features, column.Name, source.Column, profile),
            _ => (0, ""),
        };
        return new TablePlanColumn(column.Name, kind, why + more, slots);
    }

    private (int Slots, string More) Number(FeatureSteps features, string name, string source, ColumnProfile profile)
    {
        if (profile is VectorProfile vector)
            return (features.AddVector(name, source, vector), Missing(vector.MissingSlots.Length, "slots have", "the mean"));
        NumberSummary summary = (profile is TextProfile text ? text.Numbers! : (NumberProfile)profile).Summary;
        return (features.AddNumber(name, source, summary), Missing(summary.Missing, "are", "the median"));
    }

    private (int Slots, string More) Date(FeatureSteps features, string name, string source, ColumnProfile profile)
    {
        DateProfile dates = profile switch
        {
            TextProfile text => text.Dates!,
            NumberProfile number => number.Dates!,
            _ => ((TimeProfile)profile).Dates,
        };
        int slots = features.AddDate(name, source, dates);
        string parts = string.Join(", ", dates.Varying.Select(part => part.Part.Name));
        return (slots, $": {parts}{Missing(dates.Missing, "are", "the median")}");
    }

    private static (int Slots, string More) Category(
        ColumnJudge judge, FeatureSteps features, DataViewSchema.Column column, string source, ColumnProfile profile)
    {
        if (profile is KeyProfile)
        {
            int keys = (int)((KeyDataViewType)column.Type).Count;
            features.AddKeys(column.Name, source, keys);
            return (keys, "");
        }
        var text = (TextProfile)profile;
        LevelTable levels = judge.Levels(text);
        return (features.AddLevels(column.Name, source, levels, text.Blanks),
            $": {levels.Kept.Count} levels" +
            (levels.Rare > 0 ? $", {levels.Rare} rare ones share one" : "") +
            (levels.Missing ? $", one for the {text.Missing} missing" : ""));
    }

    private string Missing(long count, string are, string what) =>
        count == 0 ? ""
        : options.MissingValues == TableMissingValues.Keep ? $"; {count} {are} missing, as NaN"
        : $"; {count} {are} missing, as {what} and with a slot that says so";

    private sealed record Source(string Column, TableColumnKind? Forced);
}
