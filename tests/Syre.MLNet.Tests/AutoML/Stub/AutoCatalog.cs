using Microsoft.ML.SearchSpace;
using static Microsoft.ML.DataOperationsCatalog;

namespace Microsoft.ML.AutoML;

/// <summary>Stub.</summary>
public static class MLContextExtension
{
    public static AutoCatalog Auto(this MLContext mlContext) => new(mlContext);
}

/// <summary>Stub.</summary>
public sealed class AutoCatalog
{
    private readonly MLContext _context;

    internal AutoCatalog(MLContext context) => _context = context;

    public SweepableEstimator CreateSweepableEstimator<T>(Func<MLContext, T, IEstimator<ITransformer>> factory, SearchSpace<T>? ss = null)
        where T : class, new() => new((context, point) => factory(context, point.AsType<T>()), ss!);

    public AutoMLExperiment CreateExperiment() => new(_context);
}

/// <summary>Stub.</summary>
public enum BinaryClassificationMetric
{
    Accuracy,
    AreaUnderRocCurve,
}

/// <summary>Stub: three points, each fitted by a pipeline of its own.</summary>
public class AutoMLExperiment(MLContext context)
{
    internal SweepablePipeline Pipeline { get; set; } = new();

    internal TrainTestData Rows { get; set; }

    internal string Label { get; set; } = "";

    public AutoMLExperiment SetTrainingTimeInSeconds(uint trainingTimeInSeconds) => this;

    public TrialResult Run()
    {
        int size = Pipeline.SearchSpace.FeatureSpaceDim;
        double[][] points = [Pipeline.SearchSpace.Default, [.. Enumerable.Repeat(0.2, size)], [.. Enumerable.Repeat(0.6, size)]];
        return points.Select(point =>
        {
            ITransformer model = Pipeline.BuildFromOption(context, Pipeline.SearchSpace.SampleFromFeatureSpace(point)).Fit(Rows.TrainSet);
            return new TrialResult
            {
                Model = model,
                Metric = context.BinaryClassification.Evaluate(model.Transform(Rows.TestSet), Label).AreaUnderRocCurve,
            };
        }).MaxBy(result => result.Metric)!;
    }
}

/// <summary>Stub.</summary>
public class TrialResult
{
    public ITransformer Model { get; set; } = null!;

    public double Metric { get; set; }
}

/// <summary>Stub.</summary>
public static class AutoMLExperimentExtension
{
    public static AutoMLExperiment SetPipeline(this AutoMLExperiment experiment, SweepablePipeline pipeline)
    {
        experiment.Pipeline = pipeline;
        return experiment;
    }

    public static AutoMLExperiment SetDataset(this AutoMLExperiment experiment, TrainTestData trainValidationSplit)
    {
        experiment.Rows = trainValidationSplit;
        return experiment;
    }

    public static AutoMLExperiment SetBinaryClassificationMetric(
        this AutoMLExperiment experiment, BinaryClassificationMetric metric, string labelColumn = "label",
        string predictedColumn = "PredictedLabel")
    {
        experiment.Label = labelColumn;
        return experiment;
    }
}
