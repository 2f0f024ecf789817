using System.Text.Json.Nodes;
using Leaderboard.Sets;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Leaderboard.Trainers;

/// <summary>ML.NET's trees. Those that have no multiclass trainer decide there between each class and the others.</summary>
internal static class TreeTrainers
{
    public static IReadOnlyDictionary<string, TrainerKind> Kinds { get; } = new Dictionary<string, TrainerKind>
    {
        ["LightGbm"] = new("Microsoft.ML.LightGbm", typeof(LightGbmBinaryTrainer), LightGbm) { KnowsMissing = true },
        ["FastTree"] = new("Microsoft.ML.FastTree", typeof(FastTreeBinaryTrainer), FastTree) { KnowsMissing = true },
        ["FastForest"] = new("Microsoft.ML.FastTree", typeof(FastForestBinaryTrainer), FastForest) { KnowsMissing = true },
    };

    /// <summary>With <c>EarlyStoppingRound</c> a fifth of the rows is held back to tell when to stop.</summary>
    private static IEstimator<ITransformer> LightGbm(MLContext mlContext, SetTask task, JsonObject? named)
    {
        JsonObject options = named?.DeepClone().AsObject() ?? [];
        options.Remove("Booster", out JsonNode? booster);
        GradientBooster.Options boosting = OptionBinder.Bind<GradientBooster.Options>(booster?.AsObject());
        bool stops = options.ContainsKey("EarlyStoppingRound");
        switch (task)
        {
            case SetTask.Binary:
                var binaryOptions = OptionBinder.Bind<LightGbmBinaryTrainer.Options>(options);
                binaryOptions.Booster = boosting;
                LightGbmBinaryTrainer binary = mlContext.BinaryClassification.Trainers.LightGbm(binaryOptions);
                return stops ? new StoppedEarly(mlContext, binary, binary.Fit) : binary;
            case SetTask.Regression:
                var regressionOptions = OptionBinder.Bind<LightGbmRegressionTrainer.Options>(options);
                regressionOptions.Booster = boosting;
                LightGbmRegressionTrainer regression = mlContext.Regression.Trainers.LightGbm(regressionOptions);
                return stops ? new StoppedEarly(mlContext, regression, regression.Fit) : regression;
            default:
                var multiclassOptions = OptionBinder.Bind<LightGbmMulticlassTrainer.Options>(options);
                multiclassOptions.Booster = boosting;
                LightGbmMulticlassTrainer multiclass = mlContext.MulticlassClassification.Trainers.LightGbm(multiclassOptions);
                return stops ? new StoppedEarly(mlContext, multiclass, multiclass.Fit) : multiclass;
        }
    }

    private static IEstimator<ITransformer> FastTree(MLContext mlContext, SetTask task, JsonObject? options) => task switch
    {
        SetTask.Regression => mlContext.Regression.Trainers.FastTree(OptionBinder.Bind<FastTreeRegressionTrainer.Options>(options)),
        SetTask.Binary => BinaryFastTree(mlContext, options),
        _ => mlContext.MulticlassClassification.Trainers.OneVersusAll(BinaryFastTree(mlContext, options)),
    };

    /// <summary>Its binary scores become probabilities by Platt's calibrator, on the training rows.</summary>
    private static IEstimator<ITransformer> FastForest(MLContext mlContext, SetTask task, JsonObject? options) => task switch
    {
        SetTask.Regression => mlContext.Regression.Trainers.FastForest(OptionBinder.Bind<FastForestRegressionTrainer.Options>(options)),
        SetTask.Binary => BinaryFastForest(mlContext, options).Append(mlContext.BinaryClassification.Calibrators.Platt()),
        _ => mlContext.MulticlassClassification.Trainers.OneVersusAll(BinaryFastForest(mlContext, options)),
    };

    private static FastTreeBinaryTrainer BinaryFastTree(MLContext mlContext, JsonObject? options) =>
        mlContext.BinaryClassification.Trainers.FastTree(OptionBinder.Bind<FastTreeBinaryTrainer.Options>(options));

    private static FastForestBinaryTrainer BinaryFastForest(MLContext mlContext, JsonObject? options) =>
        mlContext.BinaryClassification.Trainers.FastForest(OptionBinder.Bind<FastForestBinaryTrainer.Options>(options));
}
