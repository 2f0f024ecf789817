using Syre.MLNet;
using Syre.MLNet.Stock;

namespace Microsoft.ML;

/// <summary>Adds <c>CalculateFeatureContribution</c> for networks of <c>SyreNetwork</c> to ML.NET's catalog of transforms.</summary>
/// <remarks>
/// The columns, the defaults and what they mean are those of ML.NET's own method, which takes ML.NET's own models alone: what it asks of a
/// model is internal to ML.NET.
/// </remarks>
public static class FeatureContributionCatalogExtensions
{
    /// <summary>Adds a column that says how much each feature contributed to a row's score.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The fitted network.</param>
    /// <param name="numberOfPositiveContributions">The largest positive contributions that are kept, at least 0.</param>
    /// <param name="numberOfNegativeContributions">The most negative contributions that are kept, at least 0.</param>
    /// <param name="normalize">Whether contributions are divided by the largest absolute one.</param>
    /// <returns>An estimator that learns nothing more, whose output column is <c>FeatureContributions</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static FeatureContributionEstimator CalculateFeatureContribution(
        this TransformsCatalog catalog, SyreNetworkTransformer model, int numberOfPositiveContributions = 10,
        int numberOfNegativeContributions = 10, bool normalize = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        return catalog.CalculateFeatureContribution(model.Model, new FeatureContributionOptions
        {
            NumberOfPositiveContributions = numberOfPositiveContributions,
            NumberOfNegativeContributions = numberOfNegativeContributions,
            Normalize = normalize,
        });
    }

    /// <summary>Adds a column that says how much each feature contributed to a row's score, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The network, which must not be disposed of as long as contributions are read: of a fitted model
    /// <see cref="SyreNetworkTransformer.Model"/>, of a file <c>SyreModelFile.CreateModel</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that learns nothing more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static FeatureContributionEstimator CalculateFeatureContribution(
        this TransformsCatalog catalog, SyreNetworkModel model, FeatureContributionOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new FeatureContributionEstimator(MLNetInternals.EnvironmentOf(catalog), model, options);
    }
}
