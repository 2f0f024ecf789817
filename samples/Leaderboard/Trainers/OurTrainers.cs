using System.Text.Json.Nodes;
using Leaderboard.Sets;
using Microsoft.ML;
using Syre.MLNet;

namespace Leaderboard.Trainers;

/// <summary>The trainers of this repository.</summary>
internal static class OurTrainers
{
    public static IReadOnlyDictionary<string, TrainerKind> Kinds { get; } = new Dictionary<string, TrainerKind>
    {
        ["SyreTextClassification"] = Kind(Text) with { TakesText = true },
        ["SyreNetwork"] = Kind(Network),
        ["SyreNetworkWithLightGbm"] = Kind((mlContext, task, options) => Network(mlContext, task, options).AveragedWith(
            TreeTrainers.Kinds["LightGbm"].Create(mlContext, task, null))),
    };

    private static TrainerKind Kind(Func<MLContext, SetTask, JsonObject?, IEstimator<ITransformer>> create) =>
        new("Syre.MLNet", typeof(SyreTrainerOptions), create);

    private static IEstimator<ITransformer> Text(MLContext mlContext, SetTask task, JsonObject? named) =>
        mlContext.MulticlassClassification.Trainers.SyreTextClassification(Bind<SyreTextClassificationOptions>(named));

    private static SyreNetworkEstimator Network(MLContext mlContext, SetTask task, JsonObject? named)
    {
        SyreNetworkOptions options = Bind<SyreNetworkOptions>(named);
        return task switch
        {
            SetTask.Binary => mlContext.BinaryClassification.Trainers.SyreNetwork(options),
            SetTask.Regression => mlContext.Regression.Trainers.SyreNetwork(options),
            _ => mlContext.MulticlassClassification.Trainers.SyreNetwork(options),
        };
    }

    private static T Bind<T>(JsonObject? named)
        where T : SyreTrainerOptions, new()
    {
        JsonObject options = named?.DeepClone().AsObject() ?? [];
        options["Trainer"] = typeof(T) == typeof(SyreNetworkOptions) ? "SyreNetwork" : "SyreTextClassification";
        return (T)SyreTrainerOptions.FromJson(options.ToJsonString());
    }
}
