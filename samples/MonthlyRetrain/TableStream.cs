using Microsoft.ML;
using Syre.MLNet;

namespace MonthlyRetrain;

/// <summary>A file in the order of time, cut into months; a model is tested on the month after it.</summary>
internal abstract class TableStream : IMonthlyStream
{
    private readonly IDataView _table;
    private readonly IReadOnlyList<(long Start, long Count)> _months;

    /// <param name="mlContext">The context.</param>
    /// <param name="path">The file.</param>
    /// <param name="months">Where each month begins, and its rows.</param>
    protected TableStream(MLContext mlContext, string path, IReadOnlyList<(long Start, long Count)> months)
    {
        (Context, _months) = (mlContext, months);
        _table = mlContext.Data.Cache(mlContext.Data.LoadTable(path));
    }

    public abstract string Description { get; }

    public int Months => _months.Count - 1;

    public abstract string MeasureName { get; }

    public abstract bool MoreIsBetter { get; }

    protected MLContext Context { get; }

    public IDataView Train(int month) => Rows(month);

    public IDataView Test(int month) => Rows(month + 1);

    public abstract IEstimator<ITransformer> Pipeline(SyreNetworkOptions options);

    public abstract double Measure(IDataView scored);

    private IDataView Rows(int month)
    {
        (long start, long count) = _months[month];
        return Context.Data.TakeRows(start == 0 ? _table : Context.Data.SkipRows(_table, start), count);
    }
}

/// <summary>Half-hourly prices of electricity, New South Wales 1996-98 (elec2): does the price rise?</summary>
internal sealed class ElectricityStream(MLContext mlContext, string path)
    : TableStream(mlContext, path, [.. Enumerable.Range(0, 31).Select(month => (month * MonthRows, MonthRows))])
{
    private const long MonthRows = 48 * 30;

    public override string Description => "electricity prices, New South Wales 1996-98 (elec2), 31 times 30 days: a slow drift";

    public override string MeasureName => "accuracy";

    public override bool MoreIsBetter => true;

    public override IEstimator<ITransformer> Pipeline(SyreNetworkOptions options) =>
        Context.Transforms.FeaturizeTable("class", TableLabelKind.Boolean)
            .Append(Context.BinaryClassification.Trainers.SyreNetwork(options with { LabelColumnName = "class" }));

    public override double Measure(IDataView scored) => Context.BinaryClassification.Evaluate(scored, "class").Accuracy;
}

/// <summary>Bicycles rented in an hour, Washington 2011-12 (bike_sharing_hour).</summary>
internal sealed class BicycleStream(MLContext mlContext, string path) : TableStream(mlContext, path, Calendar(path))
{
    public override string Description => "bicycles rented an hour, Washington 2011-12 (bike_sharing_hour), 24 months: seasons and growth";

    public override string MeasureName => "RMSE";

    public override bool MoreIsBetter => false;

    public override IEstimator<ITransformer> Pipeline(SyreNetworkOptions options) =>
        Context.Transforms.FeaturizeTable("cnt", TableLabelKind.Number, "Features", "dteday", "casual", "registered")
            .Append(Context.Regression.Trainers.SyreNetwork(options with { LabelColumnName = "cnt" }));

    public override double Measure(IDataView scored) => Context.Regression.Evaluate(scored, "cnt").RootMeanSquaredError;

    private static (long Start, long Count)[] Calendar(string path)
    {
        string[] months = [.. File.ReadLines(path).Skip(1).Select(line => line[..7])];
        return [.. months.Index().GroupBy(row => row.Item).Select(month => ((long)month.First().Index, (long)month.Count()))];
    }
}
