using System.Diagnostics.CodeAnalysis;
using Syre.MLNet;
using Syre.MLNet.Heads;
using Syre.MLNet.Stock;

namespace Microsoft.ML;

/// <summary>Adds <c>SyreNetwork</c> to ML.NET's catalogs of trainers.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads extend three catalogs: no call can mean two of them.")]
public static class SyreNetworkCatalogExtensions
{
    /// <summary>Predicts a Boolean label with a neural network trained with syre.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Boolean.</param>
    /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">Example weights (Single, not negative), or null for equal weights.</param>
    /// <param name="epochs">Passes over the training rows, at least 1; null to choose by the number of rows.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c>, <c>Score</c> (a logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SyreNetworkEstimator SyreNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int? epochs = null) =>
        catalog.SyreNetwork(Options(labelColumnName, featureColumnName, exampleWeightColumnName, epochs));

    /// <summary>Predicts a Boolean label with a neural network trained with syre, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c>, <c>Score</c> (a logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static SyreNetworkEstimator SyreNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        SyreNetworkOptions options) => Create(catalog, "binary", options);

    /// <summary>Predicts a key-typed label with a neural network trained with syre.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a key, as <c>Conversion.MapValueToKey</c> makes it.</param>
    /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">Example weights (Single, not negative), or null for equal weights.</param>
    /// <param name="epochs">Passes over the training rows, at least 1; null to choose by the number of rows.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c> (a key) and <c>Score</c> (a probability a class).</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SyreNetworkEstimator SyreNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int? epochs = null) =>
        catalog.SyreNetwork(Options(labelColumnName, featureColumnName, exampleWeightColumnName, epochs));

    /// <summary>Predicts a key-typed label with a neural network trained with syre, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c> (a key) and <c>Score</c> (a probability a class).</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static SyreNetworkEstimator SyreNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        SyreNetworkOptions options) => Create(catalog, "multiclass", options);

    /// <summary>Predicts a number with a neural network trained with syre.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Single, or for several numbers at once a vector of Single of known size.</param>
    /// <param name="featureColumnName">The features: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">Example weights (Single, not negative), or null for equal weights.</param>
    /// <param name="epochs">Passes over the training rows, at least 1; null to choose by the number of rows.</param>
    /// <returns>An estimator whose output column is <c>Score</c>, in the label's unit, bounded to what occurred in training.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SyreNetworkEstimator SyreNetwork(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int? epochs = null) =>
        catalog.SyreNetwork(Options(labelColumnName, featureColumnName, exampleWeightColumnName, epochs));

    /// <summary>Predicts a number with a neural network trained with syre, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose output column is <c>Score</c>, in the label's unit, bounded to what occurred in training.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static SyreNetworkEstimator SyreNetwork(this RegressionCatalog.RegressionTrainers catalog, SyreNetworkOptions options) =>
        Create(catalog, "regression", options);

    private static SyreNetworkOptions Options(string label, string features, string? weights, int? epochs) => new()
    {
        LabelColumnName = label,
        FeatureColumnName = features,
        ExampleWeightColumnName = weights,
        Epochs = epochs,
    };

    private static SyreNetworkEstimator Create(TrainCatalogBase.CatalogInstantiatorBase catalog, string task, SyreNetworkOptions options) =>
        new(MLNetInternals.EnvironmentOf(catalog), PredictionTask.InCatalog(task), options);
}
