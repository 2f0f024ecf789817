using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Leaderboard.Sets;

/// <summary>Texts with classes, in memory; beside a text there may be numbers and categories.</summary>
internal sealed class TextSet : LoadedSet
{
    private const string TextFeatures = "TextFeatures";
    private const string ThirtyEnglishWords = "I ordered the kettle for my sister two weeks ago and it still has not arrived, " +
        "could you please tell me where it is and when she will get it";

    private readonly Row[] _train, _few, _test;

    public TextSet(DataSet set, SetParts parts)
        : base(set, parts)
    {
        if (set.Task != SetTask.Classification)
            throw new InvalidDataException($"The task of texts is classification, not {set.Task}.");
        int[] texts = [.. set.Text.Select(parts.Table.IndexOf)];
        ILookup<bool, int> isNumber = (set.Features ?? []).Select(parts.Table.IndexOf)
            .ToLookup(column => parts.Train.All(row => IsNumberOrMissing(row[column])));
        (int[] numbers, int[] categories) = ([.. isNumber[true]], [.. isNumber[false]]);
        (_train, _few, _test) = (Rows(parts.Train), Rows(parts.Few), Rows(parts.Test));

        Row[] Rows(IReadOnlyList<string[]> rows) => [.. rows.Select(fields => new Row
        {
            Label = fields[parts.Label],
            Text = string.Join(' ', texts.Select(column => fields[column])),
            Numbers = [.. numbers.Select(column => Number(fields[column]))],
            Categories = [.. categories.Select(column => fields[column])],
        })];
    }

    private int Numbers => _train[0].Numbers.Length;

    private int Categories => _train[0].Categories.Length;

    public override IDataView Train(MLContext mlContext) => View(mlContext, _train);

    public override IDataView Few(MLContext mlContext) => View(mlContext, _few);

    public override IDataView Test(MLContext mlContext) => View(mlContext, _test);

    public override IDataView ThirtyWords(MLContext mlContext)
    {
        var row = new Row
        {
            Label = _test[0].Label, Text = ThirtyEnglishWords, Numbers = _test[0].Numbers, Categories = _test[0].Categories,
        };
        return View(mlContext, [.. Enumerable.Repeat(row, 200)]);
    }

    /// <summary>Texts by <c>FeaturizeText</c>, categories as indicators, missing numbers by the mean, one after the other.</summary>
    public override IEstimator<ITransformer> Preparation(MLContext mlContext, string? features, bool keepsMissing)
    {
        TransformsCatalog transforms = mlContext.Transforms;
        List<IEstimator<ITransformer>> steps = [transforms.Conversion.MapValueToKey(Label)];
        if (features is null)
            return steps[0];
        bool alone = Numbers == 0 && Categories == 0;
        List<string> columns = [alone ? features : TextFeatures];
        steps.Add(transforms.Text.FeaturizeText(columns[0], nameof(Row.Text)));
        if (Numbers > 0)
        {
            columns.Add(nameof(Row.Numbers));
            steps.Add(transforms.ReplaceMissingValues(
                nameof(Row.Numbers), replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean));
        }
        if (Categories > 0)
        {
            columns.Add(nameof(Row.Categories));
            steps.Add(transforms.Categorical.OneHotEncoding(nameof(Row.Categories)));
        }
        if (!alone)
            steps.Add(transforms.Concatenate(features, [.. columns]));
        return steps.Aggregate((before, step) => before.Append(step));
    }

    /// <summary>Rows as a view that has the columns of this set only.</summary>
    private IDataView View(MLContext mlContext, IReadOnlyList<Row> rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        Vector(nameof(Row.Numbers), Numbers, NumberDataViewType.Single);
        Vector(nameof(Row.Categories), Categories, TextDataViewType.Instance);
        return mlContext.Data.LoadFromEnumerable(rows, schema);

        void Vector(string name, int size, PrimitiveDataViewType type)
        {
            if (size == 0)
                schema.Remove(schema[name]);
            else
                schema[name].ColumnType = new VectorDataViewType(type, size);
        }
    }

    private static float Number(string text) =>
        float.TryParse(text, CultureInfo.InvariantCulture, out float number) ? number : float.NaN;

    private static bool IsNumberOrMissing(string text) => text.Length == 0 || float.TryParse(text, CultureInfo.InvariantCulture, out _);
}
