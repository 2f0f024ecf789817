using System.Diagnostics;
using Microsoft.ML;
using Syre.MLNet;

namespace Syre.Benchmarks;

/// <summary>
/// One text of thirty words through a <c>PredictionEngine</c>: the saved text model against FeaturizeText and SDCA from their file. The two
/// take turns in one process, and the ratio is the median of those of turns, so that other work on the machine slows both alike.
/// </summary>
internal static class TextPrediction
{
    /// <summary>The option that prints the ratio; a file with a header, a label and, in the last column, a text may follow it.</summary>
    public const string Option = "--text-prediction";

    private const string ThirtyWords = "I ordered the kettle for my sister two weeks ago and it still has not arrived, " +
        "could you please tell me where it is and when she will get it";

    private const int WarmUp = 30_000, Turns = 4000, InventedTexts = 4000, InventedWords = 2000;

    /// <summary>Trains both, saves and loads them, and measures.</summary>
    public static void Print(TextWriter writer, string[] args)
    {
        var mlContext = new MLContext(seed: 1);
        IDataView rows = mlContext.Data.LoadFromEnumerable(args is [_, var file, ..] ? Read(file) : Invented());
        var key = mlContext.Transforms.Conversion.MapValueToKey("Key", nameof(Row.Label));
        var trainers = mlContext.MulticlassClassification.Trainers;
        Action ours = Engine(key.Append(
            trainers.SyreTextClassification(new SyreTextClassificationOptions { LabelColumnName = "Key", Epochs = 1 })));
        Action linear = Engine(key.Append(mlContext.Transforms.Text.FeaturizeText("Features", nameof(Row.Text)))
            .Append(trainers.SdcaMaximumEntropy("Key", maximumNumberOfIterations: 2)));
        (double Ours, double Linear)[] turns =
            [.. Enumerable.Range(0, WarmUp + Turns).Select(_ => (Microseconds(ours), Microseconds(linear))).Skip(WarmUp)];
        double ratio = Median(turns.Select(turn => turn.Ours / turn.Linear));
        (double one, double other) = (Median(turns.Select(turn => turn.Ours)), Median(turns.Select(turn => turn.Linear)));
        writer.WriteLine(FormattableString.Invariant(
            $"SyreTextClassification {one:f1} µs, FeaturizeText and SDCA {other:f1} µs; ratio {ratio:f2}, goal 3.00"));

        Action Engine(IEstimator<ITransformer> pipeline)
        {
            using var saved = new MemoryStream();
            mlContext.Model.Save(pipeline.Fit(rows), rows.Schema, saved);
            saved.Position = 0;
            var engine = mlContext.Model.CreatePredictionEngine<Row, Prediction>(mlContext.Model.Load(saved, out _));
            var row = new Row { Text = ThirtyWords };
            var prediction = new Prediction();
            return () => engine.Predict(row, ref prediction);
        }
    }

    private static double Microseconds(Action predict)
    {
        long start = Stopwatch.GetTimestamp();
        predict();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Turns / 2);

    private static Row[] Read(string file) =>
        [.. File.ReadLines(file).Skip(1).Select(line => line.Split('\t')).Select(cells => new Row { Label = cells[0], Text = cells[^1] })];

    /// <summary>Texts of words by Zipf's law, and of the thirty that are predicted on.</summary>
    private static Row[] Invented()
    {
        var random = new Random(1);
        string[] words = [.. ThirtyWords.Split(' ', ','), .. Enumerable.Range(0, InventedWords).Select(_ => Word())];
        return [.. Enumerable.Range(0, InventedTexts).Select(text => new Row
        {
            Label = $"{text % 4}",
            Text = string.Join(' ', Enumerable.Range(0, 20).Select(_ => words[(int)Math.Pow(words.Length, random.NextDouble())])),
        })];

        string Word() => string.Concat(Enumerable.Range(0, random.Next(3, 9)).Select(_ => (char)('a' + random.Next(26))));
    }

    private sealed class Row
    {
        public string Label { get; set; } = "";

        public string Text { get; set; } = "";
    }
}
