using Microsoft.ML;

namespace Syre.MLNet.Tests.Contributions;

/// <summary>All contributions, in the score's unit.</summary>
internal static class Everything
{
    public static FeatureContributionOptions Options { get; } =
        new() { NumberOfPositiveContributions = null, NumberOfNegativeContributions = null, Normalize = false };

    public static FeatureContributionEstimator Of(MLContext ml, SyreNetworkTransformer model, int steps = 32) =>
        ml.Transforms.CalculateFeatureContribution(model.Model, Options with { Steps = steps });
}
