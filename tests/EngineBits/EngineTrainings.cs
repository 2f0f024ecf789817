using Microsoft.ML;
using Syre.MLNet;
using Syre.Torch;

namespace Syre.Tests.EngineBits;

/// <summary>
/// Trainings of the CPU engine whose bits must be the same on every machine: of every task, of several widths, with all that reaches
/// parameters. Their rows are made by additions and multiplications alone.
/// </summary>
internal static class EngineTrainings
{
    private static readonly SyreNetworkOptions s_options = new()
    {
        HiddenLayers = [16, 16], Epochs = 5, BatchSize = 32, Device = "cpu", Seed = 7,
    };

    /// <summary>By name; each is given the number of threads.</summary>
    public static IReadOnlyDictionary<string, Func<int, TrainedNetwork>> All { get; } = new Dictionary<string, Func<int, TrainedNetwork>>
    {
        ["binary"] = threads => Binary(threads, s_options),
        ["binary, weights, clipped, no syre"] = threads => Binary(threads, s_options with
        {
            HiddenLayers = [33, 7],
            ExampleWeightColumnName = nameof(TableRow.Weight),
            GradientClipNorm = 0.5,
            Syre = new() { Mode = DecayMode.None },
            Activation = Activation.Tanh,
        }),
        ["binary, linear, plain decay"] = threads => Binary(threads, s_options with
        {
            HiddenLayers = [],
            ScaleFeatures = false,
            Syre = new() { Mode = DecayMode.Plain, Coupled = true },
        }),
        ["classes, syre advanced regenerated"] = threads => Classes(threads, s_options with
        {
            HiddenLayers = [40, 24],
            Activation = Activation.Gelu,
            Syre = new() { Mode = DecayMode.SyreAdvanced, StaticBiasStorage = StaticBiasStorage.Regenerated },
            LearningRateSchedule = LearningRateSchedule.Cosine,
        }),
        ["classes, syre stored, early stop"] = threads => Classes(threads, s_options with
        {
            Epochs = 12,
            LearningRate = 0.2,
            EarlyStoppingPatience = 2,
            ModelSelection = ModelSelection.Loss,
            ParametricActivation = false,
            Syre = new() { Mode = DecayMode.Syre, StaticBiasStorage = StaticBiasStorage.Stored },
        }),
        ["classes, default widths"] = threads => Classes(threads, new SyreNetworkOptions
        {
            Epochs = 3, BatchSize = 100, Device = "cpu", Seed = 3,
        }),
        ["number"] = threads => Number(threads, s_options with { HiddenLayers = [24, 24, 8] }),
        ["number, L2 Init, weights, no validation"] = threads => Number(threads, s_options with
        {
            Activation = Activation.Silu,
            ExampleWeightColumnName = nameof(TableRow.Weight),
            ValidationFraction = 0,
            Syre = new() { Mode = DecayMode.L2Init },
        }),
        ["number, trained on"] = TrainedOn,
        ["two numbers"] = threads => Numbers(threads, s_options with { HiddenLayers = [65], Activation = Activation.Relu, Dropout = 0.5 }),
    };

    private static TrainedNetwork Binary(int threads, SyreNetworkOptions options)
    {
        var ml = new MLContext(seed: 1);
        return Fit(ml.BinaryClassification.Trainers.SyreNetwork(Labelled(options, threads, nameof(TableRow.IsHigh))), TableRow.View(ml));
    }

    private static TrainedNetwork Classes(int threads, SyreNetworkOptions options)
    {
        var ml = new MLContext(seed: 1);
        return Fit(
            ml.MulticlassClassification.Trainers.SyreNetwork(Labelled(options, threads, nameof(TableRow.Class))), TableRow.View(ml));
    }

    private static TrainedNetwork Number(int threads, SyreNetworkOptions options)
    {
        var ml = new MLContext(seed: 1);
        return Fit(ml.Regression.Trainers.SyreNetwork(Labelled(options, threads, nameof(TableRow.Number))), TableRow.View(ml));
    }

    private static TrainedNetwork Numbers(int threads, SyreNetworkOptions options)
    {
        var ml = new MLContext(seed: 1);
        return Fit(ml.Regression.Trainers.SyreNetwork(Labelled(options, threads, nameof(TableRow.Numbers))), TableRow.View(ml));
    }

    /// <summary>From an earlier model, with its moments, to labels of another unit, which the earlier outputs are a scale of.</summary>
    private static TrainedNetwork TrainedOn(int threads)
    {
        var ml = new MLContext(seed: 1);
        IDataView rows = TableRow.View(ml);
        SyreNetworkOptions options = Labelled(s_options with { KeepOptimizerState = true }, threads, nameof(TableRow.Number));
        using SyreNetworkTransformer earlier = ml.Regression.Trainers.SyreNetwork(options with { Epochs = 20 }).Fit(rows);
        return Fit(
            ml.Regression.Trainers.SyreNetwork(options with
            {
                InitialModel = InitialModel.From(earlier) with { CarriesOptimizerState = true },
                LabelColumnName = nameof(TableRow.LargeNumber),
            }),
            rows);
    }

    private static SyreNetworkOptions Labelled(SyreNetworkOptions options, int threads, string label) =>
        options with { LabelColumnName = label, Threads = threads };

    private static TrainedNetwork Fit(SyreNetworkEstimator trainer, IDataView rows)
    {
        using SyreNetworkTransformer model = trainer.Fit(rows);
        return TrainedNetwork.Of(model, rows);
    }
}
