using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;
using Syre.MLNet;
using Syre.MLNet.Heads;
using Syre.MLNet.Importance;
using Syre.MLNet.Stock;

namespace Microsoft.ML;

/// <summary>
/// Adds <c>ColumnImportance</c> to ML.NET's catalogs: what a whole model, featurisation included, loses when one of the columns that it is
/// given tells it nothing.
/// </summary>
/// <remarks>
/// ML.NET's own <c>PermutationFeatureImportance</c> permutes the slots of the features that a trainer reads, so that a category is as many
/// slots as it has levels. This permutes the columns of the table: texts, keys, dates, numbers and whole vectors.
/// </remarks>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads extend three catalogs: no call can mean two of them.")]
public static class ColumnImportanceCatalogExtensions
{
    /// <summary>How much worse a model of two classes predicts without each column of the data.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">
    /// Any fitted model or chain of models of the task, whichever trainer it ends with: it gives <c>Score</c>, <c>PredictedLabel</c> and
    /// for the default metric <c>Probability</c>.
    /// </param>
    /// <param name="data">Rows as the model takes them, with their label. Rows that it was not trained on tell what it has learnt that
    /// holds; training rows also tell what it has learnt by heart.</param>
    /// <param name="labelColumnName">The label, as the model's output has it.</param>
    /// <param name="permutationCount">How often each column is permuted, at least 1; from 2 on there is a standard error.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range, or the label is missing or of another type.
    /// </exception>
    /// <exception cref="InvalidOperationException">No row can be judged, or the model gives no predictions of the task.</exception>
    public static ColumnImportanceReport ColumnImportance(
        this BinaryClassificationCatalog catalog, ITransformer model, IDataView data, string labelColumnName = "Label",
        int permutationCount = 5) =>
        catalog.ColumnImportance(model, data, Options(labelColumnName, permutationCount));

    /// <summary>How much worse a model of two classes predicts without each column of the data, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">A fitted model.</param>
    /// <param name="data">Rows as the model takes them, with their label.</param>
    /// <param name="options">The options.</param>
    /// <inheritdoc cref="ColumnImportance(BinaryClassificationCatalog, ITransformer, IDataView, string, int)" path="/exception"/>
    /// <exception cref="OperationCanceledException">The token of the options, or the MLContext, asked to stop.</exception>
    public static ColumnImportanceReport ColumnImportance(
        this BinaryClassificationCatalog catalog, ITransformer model, IDataView data, ColumnImportanceOptions options) =>
        Measure(MLNetInternals.EnvironmentOf(catalog.Trainers), "binary", model, data, options);

    /// <summary>How much worse a model of several classes predicts without each column of the data.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">
    /// Any fitted model or chain of models of the task, whichever trainer it ends with: its <c>Score</c> is, for the default metric,
    /// probabilities.
    /// </param>
    /// <param name="data">Rows as the model takes them, with their label.</param>
    /// <param name="labelColumnName">The label, as the model's output has it: a key.</param>
    /// <param name="permutationCount">How often each column is permuted, at least 1; from 2 on there is a standard error.</param>
    /// <inheritdoc cref="ColumnImportance(BinaryClassificationCatalog, ITransformer, IDataView, string, int)" path="/exception"/>
    public static ColumnImportanceReport ColumnImportance(
        this MulticlassClassificationCatalog catalog, ITransformer model, IDataView data, string labelColumnName = "Label",
        int permutationCount = 5) =>
        catalog.ColumnImportance(model, data, Options(labelColumnName, permutationCount));

    /// <summary>How much worse a model of several classes predicts without each column of the data, with all options.</summary>
    /// <inheritdoc cref="ColumnImportance(BinaryClassificationCatalog, ITransformer, IDataView, ColumnImportanceOptions)"/>
    public static ColumnImportanceReport ColumnImportance(
        this MulticlassClassificationCatalog catalog, ITransformer model, IDataView data, ColumnImportanceOptions options) =>
        Measure(MLNetInternals.EnvironmentOf(catalog.Trainers), "multiclass", model, data, options);

    /// <summary>How much worse a model of numbers predicts without each column of the data.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">Any fitted model or chain of models of the task, whichever trainer it ends with: it gives <c>Score</c>.</param>
    /// <param name="data">Rows as the model takes them, with their label.</param>
    /// <param name="labelColumnName">The label, as the model's output has it: Single, or a vector of Single.</param>
    /// <param name="permutationCount">How often each column is permuted, at least 1; from 2 on there is a standard error.</param>
    /// <inheritdoc cref="ColumnImportance(BinaryClassificationCatalog, ITransformer, IDataView, string, int)" path="/exception"/>
    public static ColumnImportanceReport ColumnImportance(
        this RegressionCatalog catalog, ITransformer model, IDataView data, string labelColumnName = "Label", int permutationCount = 5) =>
        catalog.ColumnImportance(model, data, Options(labelColumnName, permutationCount));

    /// <summary>How much worse a model of numbers predicts without each column of the data, with all options.</summary>
    /// <inheritdoc cref="ColumnImportance(BinaryClassificationCatalog, ITransformer, IDataView, ColumnImportanceOptions)"/>
    public static ColumnImportanceReport ColumnImportance(
        this RegressionCatalog catalog, ITransformer model, IDataView data, ColumnImportanceOptions options) =>
        Measure(MLNetInternals.EnvironmentOf(catalog.Trainers), "regression", model, data, options);

    private static ColumnImportanceOptions Options(string label, int permutations) =>
        new() { LabelColumnName = label, PermutationCount = permutations };

    private static ColumnImportanceReport Measure(
        IHostEnvironment env, string task, ITransformer model, IDataView data, ColumnImportanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(PredictionTask.InCatalog(task)[0].Objective);
        return new ImportanceRun(env, PredictionTask.InCatalog(task), model, data, options).Measure();
    }
}
