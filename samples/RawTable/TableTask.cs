using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

namespace RawTableSample;

/// <summary>Trainers and measures for a kind of label, all at their defaults.</summary>
internal sealed record TableTask
{
    /// <summary>Ours.</summary>
    public required IEstimator<ITransformer> Network { get; init; }

    /// <summary>ML.NET's boosted trees.</summary>
    public required IEstimator<ITransformer> Trees { get; init; }

    /// <summary>Names of the measures.</summary>
    public required string Metrics { get; init; }

    /// <summary>The measures of scored rows, as wide as their names.</summary>
    public required Func<IDataView, FormattableString> Evaluate { get; init; }

    /// <summary>What a whole model loses without each column of the table.</summary>
    public required Func<ITransformer, IDataView, ColumnImportanceReport> Importance { get; init; }

    /// <summary>What is predicted for rows.</summary>
    public required Func<IDataView, IEnumerable<FormattableString>> Predictions { get; init; }

    /// <summary>The task of a kind of label.</summary>
    public static TableTask Create(MLContext mlContext, TableLabelKind kind, string label) => kind switch
    {
        TableLabelKind.Boolean => Binary(mlContext.BinaryClassification, label),
        TableLabelKind.Key => Multiclass(mlContext, label),
        _ => Regression(mlContext.Regression, label),
    };

    private static TableTask Binary(BinaryClassificationCatalog catalog, string label) => new()
    {
        Network = catalog.Trainers.SyreNetwork(label),
        Trees = catalog.Trainers.LightGbm(label),
        Metrics = "accuracy     AUC  log-loss",
        Evaluate = rows =>
        {
            CalibratedBinaryClassificationMetrics found = catalog.Evaluate(rows, label);
            // ML.NET's are bits here, and nats with more classes.
            return $"{found.Accuracy,8:f4}{found.AreaUnderRocCurve,8:f4}{found.LogLoss * Math.Log(2),10:f4}";
        },
        Importance = (model, rows) => catalog.ColumnImportance(model, rows, label),
        Predictions = rows => rows.GetColumn<float>("Probability").Select(value => (FormattableString)$"{value:p0}"),
    };

    private static TableTask Multiclass(MLContext mlContext, string label) => new()
    {
        Network = mlContext.MulticlassClassification.Trainers.SyreNetwork(label),
        Trees = mlContext.MulticlassClassification.Trainers.LightGbm(label),
        Metrics = "accuracy  log-loss",
        Evaluate = rows =>
        {
            MulticlassClassificationMetrics found = mlContext.MulticlassClassification.Evaluate(rows, label);
            return $"{found.MicroAccuracy,8:f4}{found.LogLoss,10:f4}";
        },
        Importance = (model, rows) => mlContext.MulticlassClassification.ColumnImportance(model, rows, label),
        Predictions = rows => mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel")
            .Append(mlContext.Transforms.Conversion.ConvertType("PredictedLabel", outputKind: DataKind.String)).Fit(rows).Transform(rows)
            .GetColumn<string>("PredictedLabel").Select(value => (FormattableString)$"{value}"),
    };

    private static TableTask Regression(RegressionCatalog catalog, string label) => new()
    {
        Network = catalog.Trainers.SyreNetwork(label),
        Trees = catalog.Trainers.LightGbm(label),
        Metrics = "     RMSE  R squared",
        Evaluate = rows =>
        {
            RegressionMetrics found = catalog.Evaluate(rows, label);
            return $"{found.RootMeanSquaredError,9:g5}{found.RSquared,11:f4}";
        },
        Importance = (model, rows) => catalog.ColumnImportance(model, rows, label),
        Predictions = rows => rows.GetColumn<float>("Score").Select(value => (FormattableString)$"{value:g6}"),
    };
}
