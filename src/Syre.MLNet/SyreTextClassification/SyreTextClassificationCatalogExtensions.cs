using System.Diagnostics.CodeAnalysis;
using Syre.MLNet;
using Syre.MLNet.Heads;
using Syre.MLNet.Stock;

namespace Microsoft.ML;

/// <summary>Adds <c>SyreTextClassification</c> to ML.NET's catalogs of trainers.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads extend two catalogs: no call can mean both of them.")]
public static class SyreTextClassificationCatalogExtensions
{
    /// <summary>Classifies raw texts into two classes with a network trained from scratch with syre.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Boolean.</param>
    /// <param name="textColumnName">The texts.</param>
    /// <param name="secondTextColumnName">A second text in each row, for pairs, or null for none.</param>
    /// <param name="featureColumnName">Numbers beside the text (vector of Single), or null for none.</param>
    /// <param name="exampleWeightColumnName">Example weights (Single, not negative), or null for equal weights.</param>
    /// <param name="epochs">Passes over the training rows, at least 1; null for the default of
    /// <see cref="SyreTextClassificationOptions"/>.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c>, <c>Score</c> (a logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SyreTextClassificationEstimator SyreTextClassification(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string textColumnName = "Text",
        string? secondTextColumnName = null,
        string? featureColumnName = null,
        string? exampleWeightColumnName = null,
        int? epochs = null) =>
        catalog.SyreTextClassification(
            Options(labelColumnName, textColumnName, secondTextColumnName, featureColumnName, exampleWeightColumnName, epochs));

    /// <summary>Classifies raw texts into two classes with a network trained from scratch with syre, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c>, <c>Score</c> (a logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static SyreTextClassificationEstimator SyreTextClassification(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        SyreTextClassificationOptions options) => Create(catalog, "binary", options);

    /// <summary>Classifies raw texts with a network trained from scratch with syre.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a key, as <c>Conversion.MapValueToKey</c> makes it.</param>
    /// <param name="textColumnName">The texts.</param>
    /// <param name="secondTextColumnName">A second text in each row, for pairs, or null for none.</param>
    /// <param name="featureColumnName">Numbers beside the text (vector of Single), or null for none.</param>
    /// <param name="exampleWeightColumnName">Example weights (Single, not negative), or null for equal weights.</param>
    /// <param name="epochs">Passes over the training rows, at least 1; null for the default of
    /// <see cref="SyreTextClassificationOptions"/>.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c> (a key) and <c>Score</c> (a probability a class).</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SyreTextClassificationEstimator SyreTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string textColumnName = "Text",
        string? secondTextColumnName = null,
        string? featureColumnName = null,
        string? exampleWeightColumnName = null,
        int? epochs = null) =>
        catalog.SyreTextClassification(
            Options(labelColumnName, textColumnName, secondTextColumnName, featureColumnName, exampleWeightColumnName, epochs));

    /// <summary>Classifies raw texts with a network trained from scratch with syre, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose output columns are <c>PredictedLabel</c> (a key) and <c>Score</c> (a probability a class).</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static SyreTextClassificationEstimator SyreTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        SyreTextClassificationOptions options) => Create(catalog, "multiclass", options);

    private static SyreTextClassificationOptions Options(
        string label, string text, string? secondText, string? features, string? weights, int? epochs) => new()
        {
            LabelColumnName = label,
            TextColumnName = text,
            SecondTextColumnName = secondText,
            FeatureColumnName = features,
            ExampleWeightColumnName = weights,
            Epochs = epochs,
        };

    private static SyreTextClassificationEstimator Create(
        TrainCatalogBase.CatalogInstantiatorBase catalog, string task, SyreTextClassificationOptions options) =>
        new(MLNetInternals.EnvironmentOf(catalog), PredictionTask.InCatalog(task), options);
}
