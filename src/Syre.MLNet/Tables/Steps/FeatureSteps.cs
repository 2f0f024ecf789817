using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Syre.MLNet.Stock;
using Syre.MLNet.Tables.Profiles;

namespace Syre.MLNet.Tables.Steps;

/// <summary>Makes the features of columns, one after the other, and joins them in the end.</summary>
/// <param name="steps">The chain.</param>
/// <param name="options">Name of the features, and what is put where a number is missing.</param>
internal sealed class FeatureSteps(StockSteps steps, FeaturizeTableOptions options)
{
    private readonly List<FeaturePart> _numbers = [], _marks = [], _others = [];
    private readonly List<float> _replacements = [];
    private readonly List<InputOutputColumnPair> _conversions = [], _keys = [];

    /// <summary>The column of the table that each slot is from.</summary>
    public IReadOnlyList<string> SlotColumns =>
        [.. _numbers.Concat(_marks).Concat(_others).SelectMany(part => Enumerable.Repeat(part.Source, part.Slots))];

    private bool Replaces => options.MissingValues == TableMissingValues.Replace;

    /// <summary>A number as it is.</summary>
    /// <returns>Its slots.</returns>
    public int AddNumber(string name, string source, NumberSummary summary)
    {
        string column = steps.Schema[source].Type is TextDataViewType
            ? steps.AddFormula("Number", Formulas.Number, source)
            : Single(source);
        return AddVarying(name, name, column, summary) + AddMark(name, column, summary.Missing);
    }

    /// <summary>The parts of a date that vary.</summary>
    /// <inheritdoc cref="AddNumber(string, string, NumberSummary)"/>
    public int AddDate(string name, string source, DateProfile dates)
    {
        string ticks = steps.AddConversion(Date(source), DataKind.Int64);
        int slots = 0;
        foreach ((DatePart part, NumberSummary summary) in dates.Varying)
            slots += AddVarying(name, $"{name}.{part.Name}", steps.AddFormula(part.Name, part.Expression, ticks), summary);
        return dates.Missing == 0
            ? slots
            : slots + AddMark(name, steps.AddFormula("Date", DatePart.All[0].Expression, ticks), dates.Missing);
    }

    /// <summary>A vector of numbers. One whose slots are categories already is left as it is, so that they stay so.</summary>
    /// <inheritdoc cref="AddNumber(string, string, NumberSummary)"/>
    public int AddVector(string name, string source, VectorProfile vector)
    {
        if (steps.Schema[source].Annotations.Schema.GetColumnOrNull("CategoricalSlotRanges") is not null)
        {
            _others.Add(new FeaturePart(source, null, name, vector.Size));
            return vector.Size;
        }
        string column = Single(source);
        _numbers.Add(new FeaturePart(column, column == name ? null : name, name, vector.Size));
        _replacements.AddRange(vector.Means());
        if (vector.MissingSlots.Length == 0 || !Replaces)
            return vector.Size;
        _marks.Add(new FeaturePart(column, $"{name}.missing", name, vector.Size));
        return 2 * vector.Size;
    }

    /// <summary>A slot for each level, of which one is 1.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="source">The column of its texts.</param>
    /// <param name="levels">The levels.</param>
    /// <param name="blanks">Texts that count as missing, other than the empty one.</param>
    /// <returns>Their slots.</returns>
    public int AddLevels(string name, string source, LevelTable levels, IEnumerable<string> blanks)
    {
        string missing = Unused("(missing)", levels.Kept), other = Unused("(other)", levels.Kept);
        string[] empty = [.. blanks];
        string texts = source;
        if (levels.Rare > 0 || empty.Length > 0)
        {
            texts = steps.Column("Level");
            IEnumerable<string> gone = levels.Missing ? [.. empty, ""] : [];
            IEnumerable<KeyValuePair<string, string>> map = levels.Kept.Select(level => KeyValuePair.Create(level, level))
                .Concat(gone.Select(blank => KeyValuePair.Create(blank, missing)));
            steps.Add(steps.Context.Transforms.Conversion.MapValue(texts, map, source));
            if (levels.Rare > 0)
                texts = steps.AddFormula("Level", Formulas.IfEmpty(other), texts);
        }
        else if (levels.Missing)
        {
            texts = steps.AddFormula("Level", Formulas.IfEmpty(missing), source);
        }
        List<Level> all = [.. levels.Kept.Select(level => new Level { Value = level })];
        if (levels.Rare > 0)
            all.Add(new Level { Value = other });
        if (levels.Missing)
            all.Add(new Level { Value = missing });
        string key = steps.Column("Key");
        steps.Add(steps.Context.Transforms.Conversion.MapValueToKey(key, texts, keyData: steps.Context.Data.LoadFromEnumerable(all)));
        AddKeys(name, key, levels.Slots);
        return levels.Slots;
    }

    /// <summary>A slot for each key.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="source">The column of keys.</param>
    /// <param name="slots">Number of keys.</param>
    public void AddKeys(string name, string source, int slots)
    {
        string column = steps.Column("OneHot");
        _keys.Add(new InputOutputColumnPair(column, source));
        _others.Add(new FeaturePart(column, name, name, slots));
    }

    /// <summary>Joins the features.</summary>
    public void Finish()
    {
        if (_conversions.Count > 0)
            steps.Add(steps.Context.Transforms.Conversion.ConvertType([.. _conversions], DataKind.Single));
        if (_keys.Count > 0)
            steps.Add(steps.Context.Transforms.Conversion.MapKeyToVector([.. _keys]));
        List<(string Column, string? Alias)> all = [];
        if (_numbers.Count > 0)
            all.Add(Unnamed(Numbers()));
        if (_marks.Count > 0)
            all.Add(Unnamed(steps.AddFormula("Missing", Formulas.IsMissing, Join("Marks", _marks))));
        all.AddRange(_others.Select(part => part.Named));
        steps.Add(MLNetInternals.Concatenation(steps.Context, options.OutputColumnName, all));
    }

    /// <summary>The vector's slots keep their names.</summary>
    private static (string Column, string? Alias) Unnamed(string column) => (column, column);

    private static string Unused(string name, IReadOnlyList<string> taken)
    {
        while (taken.Contains(name))
            name = $"({name})";
        return name;
    }

    private string Numbers()
    {
        string numbers = Join("Numbers", _numbers);
        if (!Replaces)
            return numbers;
        // ML.NET replaces by means of the rows that it is fitted on, which are the replacements' own here.
        var schema = SchemaDefinition.Create(typeof(Replacements));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _replacements.Count);
        schema[0].ColumnName = numbers;
        IDataView row = steps.Context.Data.LoadFromEnumerable([new Replacements { Values = [.. _replacements] }], schema);
        string filled = steps.Column("Filled");
        steps.Add(steps.Context.Transforms
            .ReplaceMissingValues(filled, numbers, MissingValueReplacingEstimator.ReplacementMode.Mean).Fit(row));
        return filled;
    }

    private string Join(string meaning, IReadOnlyCollection<FeaturePart> parts)
    {
        string joined = steps.Column(meaning);
        steps.Add(MLNetInternals.Concatenation(steps.Context, joined, [.. parts.Select(part => part.Named)]));
        return joined;
    }

    private int AddVarying(string source, string name, string column, NumberSummary summary)
    {
        if (!summary.Varies && Replaces)
            return 0;
        _numbers.Add(new FeaturePart(column, name, source, 1));
        _replacements.Add(summary.Median());
        return 1;
    }

    private int AddMark(string name, string column, long missing)
    {
        if (missing == 0 || !Replaces)
            return 0;
        _marks.Add(new FeaturePart(column, $"{name}.missing", name, 1));
        return 1;
    }

    private string Single(string source)
    {
        DataViewType type = steps.Schema[source].Type;
        if ((type is VectorDataViewType vector ? vector.ItemType : type) == NumberDataViewType.Single)
            return source;
        string column = steps.Column("Single");
        _conversions.Add(new InputOutputColumnPair(column, source));
        return column;
    }

    private string Date(string source)
    {
        DataViewType type = steps.Schema[source].Type;
        if (type is DateTimeDataViewType or DateTimeOffsetDataViewType)
            return source;
        if (type is TextDataViewType)
            return steps.AddConversion(source, DataKind.DateTime);
        string number = type == NumberDataViewType.Double ? source : steps.AddConversion(source, DataKind.Double);
        return steps.AddConversion(steps.AddFormula("Date", Formulas.CompactDate, number), DataKind.DateTime);
    }

    /// <summary>A column that becomes slots.</summary>
    /// <param name="Column">Its name in the chain.</param>
    /// <param name="Alias">What its slots are called; null for <paramref name="Column"/>.</param>
    /// <param name="Source">The column of the table that it is from.</param>
    /// <param name="Slots">Its slots.</param>
    private sealed record FeaturePart(string Column, string? Alias, string Source, int Slots)
    {
        public (string Column, string? Alias) Named => (Column, Alias);
    }

    private sealed class Level
    {
        public string Value { get; set; } = "";
    }

    private sealed class Replacements
    {
        public float[] Values { get; set; } = [];
    }
}
