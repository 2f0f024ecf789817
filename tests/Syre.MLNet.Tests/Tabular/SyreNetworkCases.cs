using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>SyreNetwork under the conformance kit: alone and in chains, for all three tasks.</summary>
internal static class SyreNetworkCases
{
    public static TrainerCase Binary() => Case(new BinaryTask(), (ml, options) => ml.BinaryClassification.Trainers.SyreNetwork(options));

    public static TrainerCase Multiclass() =>
        Case(new MulticlassTask(), (ml, options) => ml.MulticlassClassification.Trainers.SyreNetwork(options));

    public static TrainerCase Regression() => Case(new RegressionTask(), (ml, options) => ml.Regression.Trainers.SyreNetwork(options));

    /// <summary>A case of small networks.</summary>
    /// <param name="task">The task.</param>
    /// <param name="trainer">The trainer, of these options or of others made of them.</param>
    /// <param name="own">Columns that it gives beside those of the task and the diagnostics.</param>
    public static TrainerCase Case(
        LearningTask task, Func<MLContext, SyreNetworkOptions, SyreNetworkEstimator> trainer, params string[] own)
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
            }),
            Continue = (estimator, train, validation, previous) =>
                ((SyreNetworkEstimator)estimator).Fit(train, validation, ((SyreNetworkTransformer?)previous)?.Model),
            FillsMissingFeatures = true,
            OwnColumns = [.. own, "Collapse"],
            ReloadTolerance = 1e-5,
            FailsAfterDispose = true,
        };
}
