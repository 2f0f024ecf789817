using Syre.MLNet;
using Syre.MLNet.Stock;

namespace Microsoft.ML;

/// <summary>Adds <c>SyreEncoder</c> to ML.NET's catalog of transforms.</summary>
public static class SyreEncoderCatalogExtensions
{
    /// <summary>Learns a short vector for each row, its embedding, without a label, with a neural network trained with syre.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The embedding: a vector of Single.</param>
    /// <param name="inputColumnName">The features: a vector of Single of known size, dense or sparse; null for
    /// <paramref name="outputColumnName"/>.</param>
    /// <param name="options">The other options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static SyreEncoderEstimator SyreEncoder(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, SyreEncoderOptions? options = null) =>
        catalog.SyreEncoder((options ?? new SyreEncoderOptions()) with
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName ?? outputColumnName,
        });

    /// <summary>
    /// Learns a short vector for each row, its embedding, without a label, with a neural network trained with syre, with all options.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public static SyreEncoderEstimator SyreEncoder(this TransformsCatalog catalog, SyreEncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(MLNetInternals.EnvironmentOf(catalog), options);
    }
}
