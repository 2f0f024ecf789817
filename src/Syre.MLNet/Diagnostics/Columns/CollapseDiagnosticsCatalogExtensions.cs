using Syre.MLNet;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Stock;

namespace Microsoft.ML;

/// <summary>Adds <c>CollapseDiagnostics</c> to ML.NET's catalog of transforms.</summary>
public static class CollapseDiagnosticsCatalogExtensions
{
    /// <summary>Tells whether a column of vectors has collapsed, and how far each row lies outside of what was learnt.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is made: a vector of Single with slot names.</param>
    /// <param name="inputColumnName">The column that is measured: a vector of Single of known size, dense or sparse; null for
    /// <paramref name="outputColumnName"/>.</param>
    /// <param name="energy">Share of the rows' energy about their mean that the principal subspace holds at least, in (0, 1].</param>
    /// <param name="maximumSubspace">Directions of that subspace at most, from 1 to 1024.</param>
    /// <param name="seed">The seed; null for one from the context.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static CollapseDiagnosticsEstimator CollapseDiagnostics(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        double energy = TrainingSubspace.Energy,
        int maximumSubspace = 128,
        long? seed = null) =>
        catalog.CollapseDiagnostics(new CollapseDiagnosticsOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            Energy = energy,
            MaximumSubspace = maximumSubspace,
            Seed = seed,
        });

    /// <summary>
    /// Tells whether a column of vectors has collapsed, and how far each row lies outside of what was learnt, with all options.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static CollapseDiagnosticsEstimator CollapseDiagnostics(this TransformsCatalog catalog, CollapseDiagnosticsOptions options) =>
        new(MLNetInternals.EnvironmentOf(catalog), options);
}
