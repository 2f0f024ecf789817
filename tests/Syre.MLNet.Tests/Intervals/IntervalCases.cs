using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>Trainers with intervals or sets of classes, of two networks each, under the conformance kit.</summary>
internal static class IntervalCases
{
    public static TrainerCase Of(LearningTask task, Func<MLContext, SyreNetworkOptions, SyreNetworkEstimator> trainer, params string[] own)
        => new()
        {
            Task = task,
            Trainer = (ml, columns) => trainer(ml, new SyreNetworkOptions
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Feature,
                ExampleWeightColumnName = columns.Weight,
                HiddenLayers = [16],
                Epochs = 30,
                BatchSize = 32,
                Members = 2,
                Interval = 0.6,
            }),
            Continue = (estimator, train, validation, previous) =>
                ((SyreNetworkEstimator)estimator).Fit(train, validation, ((SyreNetworkTransformer?)previous)?.Model),
            FillsMissingFeatures = true,
            OwnColumns = [.. own, "Collapse"],
            ReloadTolerance = 1e-5,
            FailsAfterDispose = true,
        };
}
