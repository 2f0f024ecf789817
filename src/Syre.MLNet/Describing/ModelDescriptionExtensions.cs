using Microsoft.ML;
using Syre.MLNet.Describing;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Describes a model, as a page of <c>Syre.Reporting</c> shows it.</summary>
public static class ModelDescriptionExtensions
{
    /// <summary>
    /// What the model is: its task, rows, error on the rows held back, the options that are not the default, the version of this library
    /// and the day of the description. And what its predictions go by, where that was measured.
    /// </summary>
    /// <param name="model">The model: of a fitted transformer, or of a file (<c>SyreModelFile.CreateModel</c>).</param>
    /// <param name="importance">What <c>ColumnImportance</c> measured; null to leave it out.</param>
    /// <param name="explained">
    /// Rows with a column of contributions (<c>CalculateFeatureContribution</c> with <c>Normalize = false</c> and all of them kept), of
    /// which the first 1000 are read; null to leave it out.
    /// </param>
    /// <param name="contributionColumnName">Name of that column.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="explained"/> has no such column of a vector of Single.</exception>
    public static ModelDescription Describe(
        this SyreModel model, ColumnImportanceReport? importance = null, IDataView? explained = null,
        string contributionColumnName = "FeatureContributions")
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelDescription
        {
            Name = model.Report.Name,
            Facts = [.. ModelFacts.Of(model, DateTimeOffset.Now)],
            Columns =
            [
                .. importance is null ? [] : new[] { MeasuredColumns.Of(importance) },
                .. explained is null ? [] : new[] { MeasuredColumns.Of(explained, contributionColumnName) },
            ],
            Report = model.Report,
        };
    }
}
