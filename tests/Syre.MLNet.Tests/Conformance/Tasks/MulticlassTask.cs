using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Syre.MLNet.Tests.Conformance;

public sealed class MulticlassTask : LearningTask
{
    public override IReadOnlyList<string> ScoreColumns => ["PredictedLabel", "Score"];

    public override string NoLabel => "Group";

    public override string Loss => "LogLoss";

    public override IEngineProbe Engine { get; } = Probe<MulticlassPrediction>();

    public override IEngineProbe ShadowedEngine { get; } = ShadowedProbe<MulticlassPrediction>();

    public override IDataView Data(
        MLContext ml, int rows, int seed, bool sparse, Func<IEnumerable<IExample>, IEnumerable<IExample>>? edit) =>
        Make(ml, TestData.Examples(rows, seed, sparse, TestData.MulticlassLabel), edit, TestData.ClassNames);

    public override IReadOnlyList<(string, IDataView)> LabelVariants(MLContext ml) =>
    [
        ("classes named by text", TestData.Multiclass(ml)),
        ("classes named by numbers", TestData.Multiclass(ml, keyValues: new float[] { 10, 20, 30 })),
        ("classes without names", TestData.Multiclass(ml, keyValues: Array.Empty<float>())),
    ];

    public override IEstimator<ISingleFeaturePredictionTransformer<object>> StockTrainer(MLContext ml, TrainerColumns columns) =>
        ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Feature,
            ExampleWeightColumnName = columns.Weight,
            NumberOfThreads = 1,
            MaximumNumberOfIterations = 5, // short of the optimum, so that training onwards changes something
        });

    public override ITransformer ContinueStock(IEstimator<ITransformer> trainer, IDataView train, ITransformer? previous) =>
        ((LbfgsMaximumEntropyMulticlassTrainer)trainer).Fit(
            train, ((ISingleFeaturePredictionTransformer<MaximumEntropyModelParameters>?)previous)?.Model);

    public override IReadOnlyList<Metric> Evaluate(MLContext ml, IDataView scored) => Metrics(ml.MulticlassClassification.Evaluate(scored));

    public override IReadOnlyList<Fold> CrossValidate(
        MLContext ml, IDataView data, IEstimator<ITransformer> trainer, int folds, string? samplingKey) =>
        Fold.All(ml.MulticlassClassification.CrossValidate(data, trainer, folds, samplingKeyColumnName: samplingKey), Metrics);

    public override IReadOnlyList<Importance> Importance<TModel>(
        MLContext ml, ISingleFeaturePredictionTransformer<TModel> model, IDataView data, int? examples, int permutations)
    {
        var slots = ml.MulticlassClassification.PermutationFeatureImportance(
            model, data, numberOfExamplesToUse: examples, permutationCount: permutations);
        return
        [
            new("MicroAccuracy", true, [.. slots.Select(slot => slot.MicroAccuracy)]),
            new("MacroAccuracy", true, [.. slots.Select(slot => slot.MacroAccuracy)]),
            new("LogLoss", false, [.. slots.Select(slot => slot.LogLoss)]),
        ];
    }

    private static IReadOnlyList<Metric> Metrics(MulticlassClassificationMetrics metrics) =>
    [
        new("MicroAccuracy", metrics.MicroAccuracy, 0.6),
        new("MacroAccuracy", metrics.MacroAccuracy, 0.6),
        new("LogLoss", metrics.LogLoss, 0, double.MaxValue),
        new("LogLossReduction", metrics.LogLossReduction, double.MinValue),
        new("classes in the confusion matrix", metrics.ConfusionMatrix.NumberOfClasses, 3, 3),
        .. metrics.PerClassLogLoss.Select((loss, i) => new Metric($"LogLoss of class {i}", loss, 0, double.MaxValue)),
    ];
}
