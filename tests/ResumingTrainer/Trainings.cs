using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.Tests.Resuming;

/// <summary>Trainings of every kind that a checkpoint must carry on: each gives its <see cref="TrainedBits"/>.</summary>
internal static class Trainings
{
    private static readonly string[] s_words =
    [
        "good", "fine", "bright", "lovely", "bad", "dull", "awful", "broken",
        "film", "book", "story", "evening", "garden", "lantern", "puzzle", "rhythm",
    ];

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Func<RunSettings, string>> All { get; } = new Dictionary<string, Func<RunSettings, string>>
    {
        ["table"] = settings => Table(settings, options => options with { Collapse = new() { HistoryEvery = 2 } }),
        ["stopped early"] = settings => Table(settings, options => options with
        {
            EarlyStoppingPatience = 3,
            Metric = TrainingMetric.LogLoss,
            LearningRate = 0.05,
            Syre = new() { Mode = DecayMode.L2Init },
        }),
        ["validation set"] = settings => Table(settings, options => options with
        {
            ValidationSet = Rows(new MLContext(), settings.Rows / 2, settings.DataSeed + 1),
            GradientClipNorm = 1,
            Syre = new() { Mode = DecayMode.SyreAdvanced },
        }),
        ["no validation"] = settings => Table(
            settings, options => options with { ValidationFraction = 0, Dropout = 0.4, CheckpointEvery = 3 }),
        ["own network"] = settings => Table(settings, options => options with
        {
            Network = context => nn.Sequential(
                nn.Linear(context.InputSize, 16), nn.BatchNorm1d(16), nn.GELU(), nn.Dropout(0.3),
                nn.Linear(16, context.OutputSize)),
            Collapse = new() { HistoryEvery = 3 },
            EarlyStopping = false,
        }),
        ["members"] = settings => Table(settings, options => options with { Members = 2 }),
        ["embedded numbers"] = settings => Table(settings, options => options with { NumericEmbedding = NumericEmbedding.Pbld }),
        ["sets of classes"] = settings => Table(settings, options => options with { Members = 2, Interval = 0.8 }),
        ["missing values"] = settings => Table(settings with { HasMissing = true }, options => options),
        ["texts"] = settings => Texts(settings, options => options with
        {
            ValidationFraction = 0.2,
            BatchSize = 16,
            Collapse = new() { HistoryEvery = 2 },
        }),
    };

    /// <summary>A table of classes, with other options than the usual ones.</summary>
    public static string Table(RunSettings settings, Func<SyreNetworkOptions, SyreNetworkOptions> change)
    {
        MLContext ml = Context(settings);
        IDataView data = Rows(ml, settings.Rows, settings.DataSeed, settings.HasMissing);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(change(new SyreNetworkOptions
        {
            Members = 1, HiddenLayers = [16, 16], BatchSize = 32, Threads = 1, Device = "cpu",
            Epochs = settings.Epochs, Seed = settings.Seed,
            CheckpointDirectory = settings.Directory, Progress = settings.Progress, CancellationToken = settings.Token,
        })).Fit(data);
        return TrainedBits.Of(model.Model, model.Transform(data));
    }

    private static string Texts(RunSettings settings, Func<SyreTextClassificationOptions, SyreTextClassificationOptions> change)
    {
        MLContext ml = Context(settings);
        var random = new Random(settings.DataSeed);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, settings.Rows).Select(_ =>
        {
            string[] words = random.GetItems(s_words, 8);
            return new TextRow
            {
                Text = string.Join(' ', words),
                Label = words.Sum(word => Array.IndexOf(s_words, word) switch { < 4 => 1, < 8 => -1, _ => 0 }) > 0,
            };
        }).ToList());
        var options = new SyreTextClassificationOptions
        {
            HiddenUnits = 8, Threads = 1, Device = "cpu", Epochs = settings.Epochs, Seed = settings.Seed,
            CheckpointDirectory = settings.Directory, Progress = settings.Progress, CancellationToken = settings.Token,
        };
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers.SyreTextClassification(change(options)).Fit(data);
        return TrainedBits.Of(model.Model, model.Transform(data));
    }

    private static MLContext Context(RunSettings settings)
    {
        var ml = new MLContext(seed: 1);
        if (settings.Log is { } log)
            ml.Log += (_, e) => log($"{e.Kind}: {e.RawMessage}");
        return ml;
    }

    private static IDataView Rows(MLContext ml, int rows, int seed, bool hasMissing = false)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row =>
        {
            float[] x = [.. Enumerable.Range(0, 6).Select(_ => random.NextSingle() * 2 - 1)];
            bool label = x[0] * x[1] + x[2] + 0.3f * random.NextSingle() > 0;
            if (hasMissing && row % 3 == 0)
                x[row % 2] = float.NaN;
            return new TableRow { Features = x, Label = label };
        }).ToList());
    }

    private sealed class TableRow
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }
}
