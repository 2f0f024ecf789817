using System.Text.Json.Nodes;
using Leaderboard.Sets;
using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace Leaderboard.Trainers;

/// <summary>ML.NET's linear trainers.</summary>
internal static class LinearTrainers
{
    public static IReadOnlyDictionary<string, TrainerKind> Kinds { get; } = new Dictionary<string, TrainerKind>
    {
        ["SdcaMaximumEntropy"] = Kind((mlContext, _, options) => mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            OptionBinder.Bind<SdcaMaximumEntropyMulticlassTrainer.Options>(options))),
        ["LbfgsMaximumEntropy"] = Kind((mlContext, _, options) => mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            OptionBinder.Bind<LbfgsMaximumEntropyMulticlassTrainer.Options>(options))),
        ["Linear"] = Kind(Linear),
    };

    private static TrainerKind Kind(Func<MLContext, SetTask, JsonObject?, IEstimator<ITransformer>> create) =>
        new("Microsoft.ML", typeof(MLContext), create);

    /// <summary>L-BFGS for classes, SDCA for numbers.</summary>
    private static IEstimator<ITransformer> Linear(MLContext mlContext, SetTask task, JsonObject? options) => task switch
    {
        SetTask.Binary => mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression(
            OptionBinder.Bind<LbfgsLogisticRegressionBinaryTrainer.Options>(options)),
        SetTask.Regression => mlContext.Regression.Trainers.Sdca(OptionBinder.Bind<SdcaRegressionTrainer.Options>(options)),
        _ => mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            OptionBinder.Bind<LbfgsMaximumEntropyMulticlassTrainer.Options>(options)),
    };
}
