using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

namespace MonthlyRetrain;

/// <summary>
/// Abrupt change: every month somebody plugs the sensors into other sockets. Real rows (data/segment: what a patch of an image shows),
/// whose features are permuted anew each month; tested on other rows of the same month.
/// </summary>
internal sealed class WiresStream : IMonthlyStream
{
    private readonly MLContext _mlContext;
    private readonly Row[] _train, _test;
    private readonly int[][] _wires;
    private readonly SchemaDefinition _schema;

    public WiresStream(MLContext mlContext, int months, int seed)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "data", "segment");
        (_mlContext, _train, _test) = (mlContext, Read(Path.Combine(folder, "train.csv")), Read(Path.Combine(folder, "test.csv")));
        int features = _train[0].Sensors.Length;
        // All sensors on one scale, so that a swap changes what they mean and not how large they are.
        float[][] sorted = [.. Enumerable.Range(0, features).Select(sensor => _train.Select(row => row.Sensors[sensor]).Order().ToArray())];
        (_train, _test) = (Ranked(_train, sorted), Ranked(_test, sorted));
        var random = new Random(seed);
        _wires = [.. Enumerable.Range(0, months).Select(_ => Enumerable.Range(0, features).ToArray())];
        foreach (int[] wires in _wires.Skip(1))
            random.Shuffle(wires);
        _schema = SchemaDefinition.Create(typeof(Row));
        _schema[nameof(Row.Sensors)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
    }

    public string Description => "sensors whose wires are swapped every month (data/segment, 7 classes): an abrupt change";

    public int Months => _wires.Length;

    public string MeasureName => "accuracy";

    public bool MoreIsBetter => true;

    public IDataView Train(int month) => Swapped(_train, month);

    public IDataView Test(int month) => Swapped(_test, month);

    public IEstimator<ITransformer> Pipeline(SyreNetworkOptions options) =>
        _mlContext.Transforms.Conversion.MapValueToKey(nameof(Row.Surface))
            .Append(_mlContext.MulticlassClassification.Trainers.SyreNetwork(
                options with { LabelColumnName = nameof(Row.Surface), FeatureColumnName = nameof(Row.Sensors) }));

    public double Measure(IDataView scored) =>
        _mlContext.MulticlassClassification.Evaluate(scored, nameof(Row.Surface)).MicroAccuracy;

    private IDataView Swapped(Row[] rows, int month) => _mlContext.Data.LoadFromEnumerable(
        rows.Select(row => row with { Sensors = [.. _wires[month].Select(socket => row.Sensors[socket])] }), _schema);

    /// <summary>Each value as the share of training rows below it.</summary>
    private static Row[] Ranked(Row[] rows, float[][] sorted) =>
    [
        .. rows.Select(row => row with
        {
            Sensors = [.. row.Sensors.Zip(sorted, (value, all) => (float)all.TakeWhile(other => other < value).Count() / all.Length)],
        }),
    ];

    private static Row[] Read(string path) =>
    [
        .. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(cells => new Row
        {
            Sensors = [.. cells[..^1].Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))],
            Surface = cells[^1],
        }),
    ];

    private sealed record Row
    {
        public float[] Sensors { get; init; } = [];

        public string Surface { get; init; } = "";
    }
}
