using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using Syre.Studies.Tables;

namespace Syre.Studies.Measuring;

/// <summary>Trains on one part of a table and measures on the other.</summary>
/// <param name="mlContext">The context.</param>
/// <param name="task">What is predicted.</param>
/// <param name="training">The training rows.</param>
/// <param name="heldOut">The rows to measure on.</param>
internal sealed class TableTrial(MLContext mlContext, TableTask task, IDataView training, IDataView heldOut)
{
    /// <summary>One training and its measurement.</summary>
    public Measurement Measure(SyreNetworkOptions options)
    {
        using SyreNetworkTransformer model = Trainer(options).Fit(training);
        return Measure(model);
    }

    /// <summary>Measures a model.</summary>
    public Measurement Measure(ITransformer model)
    {
        IDataView scored = model.Transform(heldOut);
        switch (task)
        {
            case TableTask.Binary:
                CalibratedBinaryClassificationMetrics binary = mlContext.BinaryClassification.Evaluate(scored);
                return new Measurement(1 - binary.Accuracy, 1 - binary.AreaUnderRocCurve);
            case TableTask.Multiclass:
                MulticlassClassificationMetrics multiclass = mlContext.MulticlassClassification.Evaluate(scored);
                return new Measurement(1 - multiclass.MicroAccuracy, multiclass.LogLoss);
            default:
                RegressionMetrics regression = mlContext.Regression.Evaluate(scored);
                return new Measurement(regression.RootMeanSquaredError, regression.MeanAbsoluteError);
        }
    }

    /// <summary>One training, and how it went.</summary>
    public TrainingSummary Train(SyreNetworkOptions options)
    {
        using SyreNetworkTransformer model = Trainer(options).Fit(training);
        return model.Summary;
    }

    private SyreNetworkEstimator Trainer(SyreNetworkOptions options) => Trainer(mlContext, task, options);

    /// <summary>The trainer of a task.</summary>
    public static SyreNetworkEstimator Trainer(MLContext mlContext, TableTask task, SyreNetworkOptions options) => task switch
    {
        TableTask.Binary => mlContext.BinaryClassification.Trainers.SyreNetwork(options),
        TableTask.Multiclass => mlContext.MulticlassClassification.Trainers.SyreNetwork(options),
        _ => mlContext.Regression.Trainers.SyreNetwork(options),
    };
}
