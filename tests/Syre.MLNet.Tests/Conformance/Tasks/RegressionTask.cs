using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Syre.MLNet.Tests.Conformance;

public sealed class RegressionTask : LearningTask
{
    public override IReadOnlyList<string> ScoreColumns => ["Score"];

    public override string NoLabel => "Group";

    public override string Loss => "MeanSquaredError";

    public override IEngineProbe Engine { get; } = Probe<RegressionPrediction>();

    public override IEngineProbe ShadowedEngine { get; } = ShadowedProbe<RegressionPrediction>();

    public override IDataView Data(
        MLContext ml, int rows, int seed, bool sparse, Func<IEnumerable<IExample>, IEnumerable<IExample>>? edit) =>
        Make(ml, TestData.Examples(rows, seed, sparse, TestData.RegressionLabel), edit);

    public override IReadOnlyList<(string, IDataView)> LabelVariants(MLContext ml) => [("Single label", TestData.Regression(ml))];

    public override IEstimator<ISingleFeaturePredictionTransformer<object>> StockTrainer(MLContext ml, TrainerColumns columns) =>
        ml.Regression.Trainers.LbfgsPoissonRegression(new LbfgsPoissonRegressionTrainer.Options
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Feature,
            ExampleWeightColumnName = columns.Weight,
            NumberOfThreads = 1,
            MaximumNumberOfIterations = 5, // short of the optimum, so that training onwards changes something
        });

    public override ITransformer ContinueStock(IEstimator<ITransformer> trainer, IDataView train, ITransformer? previous) =>
        ((LbfgsPoissonRegressionTrainer)trainer)
            .Fit(train, ((ISingleFeaturePredictionTransformer<PoissonRegressionModelParameters>?)previous)?.Model);

    public override IReadOnlyList<Metric> Evaluate(MLContext ml, IDataView scored) => Metrics(ml.Regression.Evaluate(scored));

    public override IReadOnlyList<Fold> CrossValidate(
        MLContext ml, IDataView data, IEstimator<ITransformer> trainer, int folds, string? samplingKey) =>
        Fold.All(ml.Regression.CrossValidate(data, trainer, folds, samplingKeyColumnName: samplingKey), Metrics);

    public override IReadOnlyList<Importance> Importance<TModel>(
        MLContext ml, ISingleFeaturePredictionTransformer<TModel> model, IDataView data, int? examples, int permutations)
    {
        var slots = ml.Regression.PermutationFeatureImportance(
            model, data, numberOfExamplesToUse: examples, permutationCount: permutations);
        return
        [
            new("MeanAbsoluteError", false, [.. slots.Select(slot => slot.MeanAbsoluteError)]),
            new("MeanSquaredError", false, [.. slots.Select(slot => slot.MeanSquaredError)]),
            new("RootMeanSquaredError", false, [.. slots.Select(slot => slot.RootMeanSquaredError)]),
            new("RSquared", true, [.. slots.Select(slot => slot.RSquared)]),
        ];
    }

    private static IReadOnlyList<Metric> Metrics(RegressionMetrics metrics) =>
    [
        new("RSquared", metrics.RSquared, 0.4),
        new("MeanAbsoluteError", metrics.MeanAbsoluteError, 0, double.MaxValue),
        new("MeanSquaredError", metrics.MeanSquaredError, 0, double.MaxValue),
        new("RootMeanSquaredError", metrics.RootMeanSquaredError, 0, double.MaxValue),
    ];
}
