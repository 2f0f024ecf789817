using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Averaging;

/// <summary>A small network, averaged with trainers of ML.NET.</summary>
internal static class AveragedCases
{
    public static SyreNetworkOptions Network { get; } = new() { HiddenLayers = [16], Epochs = 30, BatchSize = 32, Members = 1, Seed = 5 };

    /// <summary>Under the conformance kit.</summary>
    public static EstimatorCase Case(LearningTask task, Func<MLContext, IEstimator<ITransformer>> estimator) => new()
    {
        Estimator = estimator,
        Engine = task.Engine,
        // A logit from a probability in single precision: near 1 the last digit is some 1e-4 of it.
        ReloadTolerance = 1e-3,
        FailsAfterDispose = true,
        Inputs =
        [
            new("the training data", InputRole.Valid, ml => task.Data(ml)),
            new("sparse rows", InputRole.Valid, ml => task.Data(ml, seed: 2, sparse: true)),
            new("data without a label", InputRole.ScoringOnly, ml => Drop(task, ml, "Label")),
            new("data without features", InputRole.Invalid, ml => Drop(task, ml, "Features")),
        ],
    };

    private static IDataView Drop(LearningTask task, MLContext ml, string column) =>
        ml.Transforms.DropColumns(column).Fit(task.Data(ml)).Transform(task.Data(ml));
}
