using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using Syre.Studies.Tables;
using Syre.Torch;

namespace Syre.Studies.Drift;

/// <summary>A table under <c>SyreNetwork</c>.</summary>
/// <param name="Source">The table.</param>
internal sealed record TableSet(TableSource Source) : DriftSet(Source.Name, "SyreNetwork")
{
    /// <inheritdoc/>
    protected override DriftSplit? Split(MLContext mlContext, StudySettings settings, int seed)
    {
        if (Source.ReadTrainingPart(settings.Data) is not { } lines)
            return null;
        (CsvLines training, CsvLines rest) = DriftRows.Split(lines, settings.MaxRows, seed);
        (IDataView trainingView, IDataView restView) = new TableReader(mlContext, Source, lines).Read(training, rest);
        Row[] rows = [.. restView.GetColumn<float[]>("Features").Zip(Labels(restView), (features, label) => new Row(features, label))];
        return new DriftSplit(trainingView, View(rows), new Dictionary<string, IDataView>
        {
            ["every number up by half a deviation"] = View(Moved(rows)),
            [Source.Task == TableTask.Regression ? "the quarter of the greatest labels" : "the rarest class alone"] = View(Selected(rows)),
        });

        IDataView View(Row[] rows)
        {
            SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
            schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
            return mlContext.Data.LoadFromEnumerable(rows, schema);
        }
    }

    /// <inheritdoc/>
    protected override ITransformer Fit(MLContext mlContext, IDataView training, StudySettings settings, int seed)
    {
        var options = new SyreNetworkOptions { Members = 1, Epochs = settings.Epochs, Threads = 1, Device = "cpu", Seed = seed };
        return Source.Task switch
        {
            TableTask.Binary => mlContext.BinaryClassification.Trainers.SyreNetwork(options).Fit(training),
            TableTask.Multiclass => mlContext.MulticlassClassification.Trainers.SyreNetwork(options).Fit(training),
            _ => mlContext.Regression.Trainers.SyreNetwork(options).Fit(training),
        };
    }

    /// <inheritdoc/>
    protected override CollapseReport ReportOf(ITransformer model) => ((SyreNetworkTransformer)model).Report;

    private float[] Labels(IDataView view) => Source.Task switch
    {
        TableTask.Binary => [.. view.GetColumn<bool>("Label").Select(label => label ? 1f : 0)],
        TableTask.Multiclass => [.. view.GetColumn<uint>("Label").Select(label => (float)label)],
        _ => [.. view.GetColumn<float>("Label")],
    };

    private Row[] Selected(Row[] rows) => Source.Task == TableTask.Regression
        ? [.. rows.OrderByDescending(row => row.Label).Take(Math.Max(1, rows.Length / 4))]
        : [.. rows.GroupBy(row => row.Label).MinBy(group => group.Count())!];

    private static Row[] Moved(Row[] rows)
    {
        double[] step = [.. Enumerable.Range(0, rows[0].Features.Length).Select(slot =>
        {
            double mean = rows.Average(row => row.Features[slot]);
            return 0.5 * Math.Sqrt(rows.Average(row => (row.Features[slot] - mean) * (row.Features[slot] - mean)));
        })];
        return [.. rows.Select(row => new Row([.. row.Features.Select((value, slot) => (float)(value + step[slot]))], row.Label))];
    }

    private sealed class Row(float[] features, float label)
    {
        public float[] Features { get; } = features;

        [NoColumn]
        public float Label { get; } = label;
    }
}
