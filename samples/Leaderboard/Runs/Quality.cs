using Leaderboard.Sets;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Leaderboard.Runs;

/// <summary>How good predictions are, by ML.NET's <c>Evaluate</c>.</summary>
internal static class Quality
{
    /// <summary>The least probability that counts, as ML.NET has it for several classes.</summary>
    private const double LeastProbability = 1e-15;

    /// <summary>The measures of the task; those of time and size are still to come.</summary>
    public static Measures Evaluate(MLContext mlContext, SetTask task, IDataView scored)
    {
        switch (task)
        {
            case SetTask.Binary:
                CalibratedBinaryClassificationMetrics binary = mlContext.BinaryClassification.Evaluate(scored);
                return new Measures
                {
                    Accuracy = binary.Accuracy,
                    MacroF1 = binary.ConfusionMatrix.MacroF1(),
                    AreaUnderRocCurve = binary.AreaUnderRocCurve,
                    LogLoss = LogLoss(scored),
                };
            case SetTask.Regression:
                RegressionMetrics regression = mlContext.Regression.Evaluate(scored);
                return new Measures
                {
                    RootMeanSquaredError = regression.RootMeanSquaredError,
                    RelativeError = Math.Sqrt(1 - regression.RSquared),
                };
            default:
                MulticlassClassificationMetrics classes = mlContext.MulticlassClassification.Evaluate(scored);
                return new Measures
                {
                    Accuracy = classes.MicroAccuracy,
                    MacroF1 = classes.ConfusionMatrix.MacroF1(),
                    LogLoss = classes.LogLoss,
                };
        }
    }

    /// <summary>In nats; ML.NET's is in bits for two classes, and infinite where a trainer is wholly sure and wrong.</summary>
    private static double LogLoss(IDataView scored) =>
        -scored.GetColumn<bool>(LoadedSet.Label).Zip(scored.GetColumn<float>("Probability"), (label, probability) =>
            Math.Log(Math.Max(label ? probability : 1 - (double)probability, LeastProbability))).Average();
}
