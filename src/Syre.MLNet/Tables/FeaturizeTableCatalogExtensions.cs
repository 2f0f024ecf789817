using Syre.MLNet;
using Syre.MLNet.Stock;

namespace Microsoft.ML;

/// <summary>Adds <c>FeaturizeTable</c> to ML.NET's catalog of transforms.</summary>
public static class FeaturizeTableCatalogExtensions
{
    /// <summary>Makes one column of features of a table as it comes: numbers, categories, dates, with what is missing.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The column that is to be predicted; null where there is none.</param>
    /// <param name="labelKind">What the label becomes; by its type unless said.</param>
    /// <param name="outputColumnName">The column that is made: a vector of Single with slot names.</param>
    /// <param name="ignoredColumnNames">Columns that no feature is made of, such as weights and groups; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static FeaturizeTableEstimator FeaturizeTable(
        this TransformsCatalog catalog,
        string? labelColumnName = null,
        TableLabelKind labelKind = TableLabelKind.Auto,
        string outputColumnName = "Features",
        params IReadOnlyCollection<string>? ignoredColumnNames) =>
        catalog.FeaturizeTable(new FeaturizeTableOptions
        {
            LabelColumnName = labelColumnName,
            LabelKind = labelKind,
            OutputColumnName = outputColumnName,
            IgnoredColumnNames = ignoredColumnNames ?? [],
        });

    /// <summary>Makes one column of features of a table as it comes, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static FeaturizeTableEstimator FeaturizeTable(this TransformsCatalog catalog, FeaturizeTableOptions options) =>
        new(MLNetInternals.EnvironmentOf(catalog), options);
}
