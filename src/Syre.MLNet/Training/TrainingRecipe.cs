using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet.Training;

/// <summary>What the kind of network and the objective settle for a training, beside the user's options.</summary>
/// <param name="Options">The user's options.</param>
/// <param name="Plan">How long it is.</param>
/// <param name="LearningRate">Base learning rate.</param>
/// <param name="Beta2">Adam's second decay: 0.95 for RealMLP's network, PyTorch's 0.999 for others.</param>
/// <param name="Seed">The training's seed.</param>
internal sealed record TrainingRecipe(SyreTrainerOptions Options, TrainingPlan Plan, double LearningRate, double Beta2, long Seed)
{
    /// <summary>Seed of θ0.</summary>
    public long StaticBiasSeed { get; init; } = Options.Syre.Seed ?? SeedSequence.Derive(Seed, SeedStream.StaticBias);

    /// <summary>Where θ0 comes from, by parameter, in a training that goes on from another; null in a first one.</summary>
    public IReadOnlyDictionary<string, StaticBiasOrigin>? StaticBiasOrigins { get; init; }

    /// <summary>Base decay.</summary>
    public double WeightDecay => Options.Syre.Mode == DecayMode.None ? 0 : Options.Syre.WeightDecay!.Value;

    /// <summary>The optimizer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="warn">Told what is allowed but probably not meant, after the user's own <see cref="SyreOptions.Warning"/>.</param>
    public SyreAdamW CreateOptimizer(ScoringNetwork network, Action<string>? warn = null) =>
        new(network.ParameterGroups(), LearningRate, beta1: 0.9, Beta2, eps: 1e-8, Options.Syre with
        {
            Seed = StaticBiasSeed,
            Origins = StaticBiasOrigins ?? Options.Syre.Origins,
            Warning = Options.Syre.Warning + warn,
        });
}
