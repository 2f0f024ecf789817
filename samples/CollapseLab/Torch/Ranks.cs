using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>Ranks of what a layer gives for some rows.</summary>
internal static class Ranks
{
    /// <summary>Of what varies from row to row.</summary>
    /// <param name="activations"><c>[rows, units]</c>.</param>
    public static RankMeasures Of(Tensor activations)
    {
        using var statistics = new ActivationStatistics((int)activations.shape[1]);
        statistics.Add(activations);
        return statistics.Centred();
    }

    /// <summary>Share of the units that hardly move: their mean |h| is 0.025 of the layer's or less (Sokar et al. 2023).</summary>
    public static double Dormant(Tensor activations)
    {
        using var statistics = new ActivationStatistics((int)activations.shape[1], keepGram: false);
        statistics.Add(activations);
        double[] sizes = statistics.MeanMagnitude;
        double mean = sizes.Average();
        return sizes.Count(size => size <= 0.025 * mean) / (double)sizes.Length;
    }
}
