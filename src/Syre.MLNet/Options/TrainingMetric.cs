namespace Syre.MLNet;

/// <summary>
/// What a model will be judged by: it chooses the epoch that is kept, measured on the rows held back. What the trainer does beside that,
/// by measurement, is in <c>tests/Syre.Studies/results/metric.md</c>.
/// </summary>
public enum TrainingMetric
{
    /// <summary>
    /// <see cref="LogLoss"/> for classes, <see cref="RootMeanSquaredError"/> for numbers: what is best over all metrics' mean ranks.
    /// </summary>
    Auto,

    /// <summary>The share of right labels; of equals the later epoch. Classification.</summary>
    Accuracy,

    /// <summary>The area under the receiver operating characteristic, by example weights. Binary classification.</summary>
    AreaUnderRocCurve,

    /// <summary>
    /// The cross-entropy of probabilities that one temperature has made as true as it can (Guo et al. 2017, arXiv 1706.04599): an epoch
    /// that ranks rows well is not passed over because it is too sure of itself, which the same temperature mends in the model.
    /// Classification.
    /// </summary>
    LogLoss,

    /// <summary>The root of the mean squared error, in the label's unit. Regression.</summary>
    RootMeanSquaredError,

    /// <summary>The mean absolute error, in the label's unit. Regression.</summary>
    MeanAbsoluteError,
}
