using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Syre.Studies.Tables;

/// <summary>Turns lines of a table into <c>Label</c> and <c>Features</c>, as a user of ML.NET would.</summary>
internal sealed class TableReader
{
    private const string Label = "Label";
    private const string Features = "Features";
    private readonly MLContext _mlContext;
    private readonly TableSource _source;
    private readonly TextLoader _loader;
    private readonly string[] _numbers;
    private readonly string[] _categories;

    /// <summary>Finds out which columns are numbers: those of which every value that is there is one.</summary>
    public TableReader(MLContext mlContext, TableSource source, CsvLines lines)
    {
        (_mlContext, _source) = (mlContext, source);
        string[] columns = lines.Columns;
        IDataView texts = Loader([.. columns.Select((name, i) => new TextLoader.Column(name, DataKind.String, i))])
            .Load(new CsvStream(lines));
        ILookup<bool, string> features = columns
            .Where(name => name != source.Label && !source.Ignored.Split(',').Contains(name))
            .ToLookup(name => texts.GetColumn<string>(name).All(IsNumberOrMissing));
        (_numbers, _categories) = ([.. features[true]], [.. features[false]]);
        _loader = Loader([.. columns.Select((name, i) => name == source.Label
            ? new TextLoader.Column(Label, source.Task == TableTask.Regression ? DataKind.Single : DataKind.String, i)
            : new TextLoader.Column(name, _numbers.Contains(name) ? DataKind.Single : DataKind.String, i))]);
    }

    /// <summary>Both parts with their features in memory; medians, categories and classes are those of the training rows.</summary>
    public (IDataView Training, IDataView HeldOut) Read(CsvLines training, CsvLines heldOut)
    {
        IDataView trainingRows = _loader.Load(new CsvStream(training));
        ITransformer preparation = Preparation().Fit(trainingRows);
        return (Prepared(trainingRows), Prepared(_loader.Load(new CsvStream(heldOut))));

        IDataView Prepared(IDataView rows) => _mlContext.Data.Cache(preparation.Transform(rows), Label, Features);
    }

    private IEstimator<ITransformer> Preparation()
    {
        IEstimator<ITransformer> pipeline = _mlContext.Transforms.Concatenate(Features, _numbers)
            .Append(_mlContext.Transforms.ReplaceMissingValues(
                Features, replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean));
        if (_categories.Length > 0)
        {
            pipeline = pipeline
                .Append(_mlContext.Transforms.Categorical.OneHotEncoding([.. _categories.Select(name => new InputOutputColumnPair(name))]))
                .Append(_mlContext.Transforms.Concatenate(Features, [Features, .. _categories]));
        }
        return _source.Task switch
        {
            TableTask.Binary =>
                pipeline.Append(_mlContext.Transforms.Conversion.MapValue(Label, [KeyValuePair.Create(_source.Positive, true)], Label)),
            TableTask.Multiclass => pipeline.Append(_mlContext.Transforms.Conversion.MapValueToKey(Label)),
            _ => pipeline,
        };
    }

    private TextLoader Loader(TextLoader.Column[] columns) => _mlContext.Data.CreateTextLoader(new TextLoader.Options
    {
        Columns = columns,
        Separators = [','],
        HasHeader = true,
        AllowQuoting = true,
        MissingRealsAsNaNs = true,
    });

    private static bool IsNumberOrMissing(string text) =>
        text.Length == 0 || float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
