using System.Diagnostics;
using Leaderboard.Sets;
using Microsoft.ML;

namespace Leaderboard.Runs;

/// <summary>Times single predictions from a saved file, as an app makes them.</summary>
internal sealed class PredictionClock : IDisposable
{
    private const int WarmUp = 300;
    private const int Timed = 700;

    private static readonly Row s_thirtyWords = new()
    {
        Text = "I ordered the kettle for my sister two weeks ago and it still has not arrived, " +
            "could you please tell me where it is and when she will get it",
    };

    private readonly ITransformer _model;
    private readonly PredictionEngine<Row, Prediction> _engine;

    public PredictionClock(MLContext mlContext, string path)
    {
        _model = mlContext.Model.Load(path, out DataViewSchema schema);
        _engine = mlContext.Model.CreatePredictionEngine<Row, Prediction>(_model, schema);
    }

    /// <summary>Median over the rows, in microseconds.</summary>
    public double Median(IReadOnlyList<Row> rows)
    {
        double[] times = [.. Enumerable.Range(0, WarmUp + Timed).Select(i => Time(rows[i % rows.Count])).Skip(WarmUp).Order()];
        return times[times.Length / 2];
    }

    /// <summary>Median for one text of 30 words, the same for all sets, beside the features of a row.</summary>
    public double MedianOf30Words(Row beside) =>
        Median([new Row { Label = beside.Label, Text = s_thirtyWords.Text, Numbers = beside.Numbers, Categories = beside.Categories }]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine.Dispose();
        (_model as IDisposable)?.Dispose();
    }

    private double Time(Row row)
    {
        long start = Stopwatch.GetTimestamp();
        _engine.Predict(row);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
