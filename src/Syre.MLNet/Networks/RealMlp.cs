using Syre.MLNet.Objectives;

namespace Syre.MLNet.Networks;

/// <summary>Defaults that differ by what is learnt, after RealMLP-TD (arXiv 2407.04491, table of defaults).</summary>
internal static class RealMlp
{
    /// <summary>Adam's second decay.</summary>
    public const double Beta2 = 0.95;

    /// <summary>SELU for classes, Mish for numbers.</summary>
    public static Activation Activation(Objective objective) => objective.IsScaled ? MLNet.Activation.Mish : MLNet.Activation.Selu;

    /// <summary>The options' choice, else cosines for numbers whose features are scaled.</summary>
    public static NumericEmbedding NumericEmbedding(SyreNetworkOptions options, Objective objective) => options.NumericEmbedding
        ?? (objective.IsScaled && options.ScaleFeatures ? MLNet.NumericEmbedding.Pbld : MLNet.NumericEmbedding.None);

    /// <summary>
    /// 0.04 for classes; 0.1 for numbers, half of RealMLP's: with fewer epochs it is better (tests/Syre.Studies/results/numbers.md).
    /// </summary>
    public static double LearningRate(Objective objective) => objective.IsScaled ? 0.1 : 0.04;
}
