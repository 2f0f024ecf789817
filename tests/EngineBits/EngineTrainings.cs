using Microsoft.ML;
using Microsoft.ML.Data;
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
        Members = 1, HiddenLayers = [16, 16], Epochs = 5, BatchSize = 32, Device = "cpu", Seed = 7,
    };

    /// <summary>By name; each is given how to run it.</summary>
    public static Dictionary<string, Func<TrainingSettings, TrainedNetwork>> All { get; } = new()
    {
        ["binary"] = settings => Fit(settings, nameof(TableRow.IsHigh), TableRow.View, s_options),
        ["binary, weights, clipped, no syre"] = settings => Fit(settings, nameof(TableRow.IsHigh), TableRow.View, s_options with
        {
            HiddenLayers = [33, 7],
            ExampleWeightColumnName = nameof(TableRow.Weight),
            GradientClipNorm = 0.5,
            Syre = new() { Mode = DecayMode.None },
            Activation = Activation.Tanh,
        }),
        ["binary, linear, plain decay"] = settings => Fit(settings, nameof(TableRow.IsHigh), TableRow.View, s_options with
        {
            HiddenLayers = [],
            ScaleFeatures = false,
            Syre = new() { Mode = DecayMode.Plain, Coupled = true },
        }),
        ["classes, syre advanced regenerated"] = settings => Fit(settings, nameof(TableRow.Class), TableRow.View, s_options with
        {
            HiddenLayers = [40, 24],
            Activation = Activation.Gelu,
            Syre = new() { Mode = DecayMode.SyreAdvanced, StaticBiasStorage = StaticBiasStorage.Regenerated },
            LearningRateSchedule = LearningRateSchedule.Cosine,
        }),
        ["classes, syre stored, early stop"] = settings => Fit(settings, nameof(TableRow.Class), TableRow.View, s_options with
        {
            Epochs = 12,
            LearningRate = 0.2,
            EarlyStoppingPatience = 2,
            Metric = TrainingMetric.LogLoss,
            ParametricActivation = false,
            Syre = new() { Mode = DecayMode.Syre, StaticBiasStorage = StaticBiasStorage.Stored },
        }),
        ["classes, default widths"] = settings => Fit(settings, nameof(TableRow.Class), TableRow.View, new SyreNetworkOptions
        {
            Members = 1, Epochs = 3, BatchSize = 100, Device = "cpu", Seed = 3,
        }),
        ["number"] = settings => Fit(settings, nameof(TableRow.Number), TableRow.View, s_options with { HiddenLayers = [24, 24, 8] }),
        ["number, L2 Init, weights, no validation"] = settings => Fit(settings, nameof(TableRow.Number), TableRow.View, s_options with
        {
            Activation = Activation.Silu,
            ExampleWeightColumnName = nameof(TableRow.Weight),
            ValidationFraction = 0,
            Syre = new() { Mode = DecayMode.L2Init },
        }),
        ["number, trained on"] = settings => TrainedOn(settings, TableRow.View),
        ["two numbers"] = settings => Fit(settings, nameof(TableRow.Numbers), TableRow.View, s_options with
        {
            HiddenLayers = [65],
            Activation = Activation.Relu,
            Dropout = 0.5,
        }),
        ["number, sparse, trained on"] = settings => TrainedOn(settings, SparseRow.View),
        ["number, sparse, regenerated"] = settings => Fit(
            settings, nameof(SparseRow.Number), SparseRow.View,
            s_options with { Syre = new() { StaticBiasStorage = StaticBiasStorage.Regenerated } }),
        ["texts"] = Texts,
        ["classes, missing values"] = settings => Fit(settings, nameof(TableRow.Class), TableRow.HoledView, s_options),
        ["number, sparse, missing values"] = settings => Fit(settings, nameof(SparseRow.Number), SparseRow.HoledView, s_options),
    };

    private static TrainedNetwork Fit(
        TrainingSettings settings, string label, Func<MLContext, IDataView> view, SyreNetworkOptions options)
    {
        MLContext ml = settings.Context();
        IDataView rows = view(ml);
        using SyreNetworkTransformer model = Trainer(ml, options with { LabelColumnName = label, Threads = settings.Threads }).Fit(rows);
        bool isTable = rows.Schema["Features"].Type is VectorDataViewType { Size: > 512 };
        return TrainedNetwork.Of(model.Model, isTable ? null : model.Transform(rows));
    }

    /// <summary>From an earlier model, with its moments, to labels of another unit, which the earlier outputs are a scale of.</summary>
    private static TrainedNetwork TrainedOn(TrainingSettings settings, Func<MLContext, IDataView> view)
    {
        MLContext ml = settings.Context();
        SyreNetworkOptions options = s_options with { KeepOptimizerState = true, Threads = settings.Threads };
        using SyreNetworkTransformer earlier =
            Trainer(ml, options with { Epochs = 20, LabelColumnName = nameof(TableRow.Number) }).Fit(view(ml));
        return Fit(settings, nameof(TableRow.LargeNumber), view, options with
        {
            InitialModel = InitialModel.From(earlier) with { CarriesOptimizerState = true },
        });
    }

    private static TrainedNetwork Texts(TrainingSettings settings)
    {
        MLContext ml = settings.Context();
        IDataView rows = TextRow.View(ml);
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers.SyreTextClassification(new()
        {
            HiddenUnits = 8, Epochs = 4, BatchSize = 16, Device = "cpu", Seed = 7, Threads = settings.Threads,
        }).Fit(rows);
        return TrainedNetwork.Of(model.Model, null);
    }

    private static SyreNetworkEstimator Trainer(MLContext ml, SyreNetworkOptions options) => options.LabelColumnName switch
    {
        nameof(TableRow.IsHigh) => ml.BinaryClassification.Trainers.SyreNetwork(options),
        nameof(TableRow.Class) => ml.MulticlassClassification.Trainers.SyreNetwork(options),
        _ => ml.Regression.Trainers.SyreNetwork(options),
    };
}
