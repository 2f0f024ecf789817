using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Syre.MLNet.Tests.Conformance;

public sealed class BinaryTask : LearningTask
{
    public override IReadOnlyList<string> ScoreColumns => ["PredictedLabel", "Score", "Probability"];

    public override string NoLabel => "Weight";

    public override string Loss => "LogLoss";

    public override IEngineProbe Engine { get; } = Probe<BinaryPrediction>();

    public override IEngineProbe ShadowedEngine { get; } = ShadowedProbe<BinaryPrediction>();

    public override IDataView Data(
        MLContext ml, int rows, int seed, bool sparse, Func<IEnumerable<IExample>, IEnumerable<IExample>>? edit) =>
        Make(ml, TestData.Examples(rows, seed, sparse, TestData.BinaryLabel), edit);

    public override IReadOnlyList<(string, IDataView)> LabelVariants(MLContext ml) => [("Boolean label", TestData.Binary(ml))];

    public override IEstimator<ISingleFeaturePredictionTransformer<object>> StockTrainer(MLContext ml, TrainerColumns columns) =>
        ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Feature,
            ExampleWeightColumnName = columns.Weight,
            NumberOfThreads = 1,
            MaximumNumberOfIterations = 5, // short of the optimum, so that training onwards changes something
        });

    public override ITransformer ContinueStock(IEstimator<ITransformer> trainer, IDataView train, ITransformer? previous)
    {
        var model = (BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>?)previous;
        return ((LbfgsLogisticRegressionBinaryTrainer)trainer).Fit(train, model?.Model.SubModel);
    }

    public override IReadOnlyList<Metric> Evaluate(MLContext ml, IDataView scored) => Metrics(ml.BinaryClassification.Evaluate(scored));

    public override IReadOnlyList<Fold> CrossValidate(
        MLContext ml, IDataView data, IEstimator<ITransformer> trainer, int folds, string? samplingKey) =>
        samplingKey is null
            ? Fold.All(ml.BinaryClassification.CrossValidateNonCalibrated(data, trainer, folds), NonCalibrated)
            : Fold.All(ml.BinaryClassification.CrossValidate(data, trainer, folds, samplingKeyColumnName: samplingKey), Metrics);

    public override IReadOnlyList<Importance> Importance<TModel>(
        MLContext ml, ISingleFeaturePredictionTransformer<TModel> model, IDataView data, int? examples, int permutations)
    {
        var slots = ml.BinaryClassification.PermutationFeatureImportance(
            model, data, numberOfExamplesToUse: examples, permutationCount: permutations);
        return
        [
            new("Accuracy", true, [.. slots.Select(slot => slot.Accuracy)]),
            new("AreaUnderRocCurve", true, [.. slots.Select(slot => slot.AreaUnderRocCurve)]),
            new("F1Score", true, [.. slots.Select(slot => slot.F1Score)]),
        ];
    }

    private static IReadOnlyList<Metric> Metrics(CalibratedBinaryClassificationMetrics metrics) =>
    [
        .. NonCalibrated(metrics),
        new("LogLoss", metrics.LogLoss, 0, double.MaxValue),
        new("LogLossReduction", metrics.LogLossReduction, double.MinValue),
        new("Entropy", metrics.Entropy),
    ];

    private static IReadOnlyList<Metric> NonCalibrated(BinaryClassificationMetrics metrics) =>
    [
        new("Accuracy", metrics.Accuracy, 0.75),
        new("AreaUnderRocCurve", metrics.AreaUnderRocCurve, 0.75),
        new("AreaUnderPrecisionRecallCurve", metrics.AreaUnderPrecisionRecallCurve),
        new("F1Score", metrics.F1Score),
        new("PositivePrecision", metrics.PositivePrecision),
        new("PositiveRecall", metrics.PositiveRecall),
        new("NegativePrecision", metrics.NegativePrecision),
        new("NegativeRecall", metrics.NegativeRecall),
        new("classes in the confusion matrix", metrics.ConfusionMatrix.NumberOfClasses, 2, 2),
    ];
}
