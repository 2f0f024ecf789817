namespace Syre.Torch;

/// <summary>One hidden layer after training on new data: of the network that was trained before, and of the fresh one.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Width">Its number of units.</param>
/// <param name="EffectiveRank">Centred effective rank, from 0 to the width.</param>
/// <param name="FreshEffectiveRank">That of the fresh network.</param>
/// <param name="DormantShare">Share of units that are dormant, with τ = 0.025 (Sokar et al. 2023, arXiv 2302.12902).</param>
/// <param name="FreshDormantShare">That of the fresh network.</param>
public sealed record PlasticityLayer(
    string Name, int Width, double EffectiveRank, double FreshEffectiveRank, double DormantShare, double FreshDormantShare)
{
    /// <summary>A layer as the reports of both networks have it; a mean over runs is made by <see cref="Mean"/>.</summary>
    /// <param name="carried">The layer of the network that was trained before.</param>
    /// <param name="fresh">The same layer of the fresh one.</param>
    public static PlasticityLayer Of(LayerReport carried, LayerReport fresh)
    {
        ArgumentNullException.ThrowIfNull(carried);
        ArgumentNullException.ThrowIfNull(fresh);
        LayerMeasures after = carried.Measured, other = fresh.Measured;
        return new(
            carried.Name, carried.Width, after.Centred.EffectiveRank, other.Centred.EffectiveRank, after.Units.DormantShare,
            other.Units.DormantShare);
    }

    /// <summary>The means of one layer over runs.</summary>
    /// <param name="runs">The layer in each run; at least one.</param>
    public static PlasticityLayer Mean(IReadOnlyList<PlasticityLayer> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs[0] with
        {
            EffectiveRank = runs.Average(run => run.EffectiveRank),
            FreshEffectiveRank = runs.Average(run => run.FreshEffectiveRank),
            DormantShare = runs.Average(run => run.DormantShare),
            FreshDormantShare = runs.Average(run => run.FreshDormantShare),
        };
    }
}
