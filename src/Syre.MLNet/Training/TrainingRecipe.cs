using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet.Training;

/// <summary>What the kind of network and the task settle for a training, beside the user's options.</summary>
/// <param name="LearningRate">Base learning rate.</param>
/// <param name="Beta2">Adam's second decay: 0.95 for RealMLP's network, PyTorch's 0.999 for a user's own.</param>
/// <param name="Dropout">Base dropout rate.</param>
/// <param name="LabelSmoothing">Label smoothing.</param>
/// <param name="Syre">The decay, with the trainers' numbers where the user names none.</param>
/// <param name="Seed">The training's seed.</param>
internal sealed record TrainingRecipe(double LearningRate, double Beta2, double Dropout, double LabelSmoothing, SyreOptions Syre, long Seed)
{
    /// <summary>Base decay.</summary>
    public double WeightDecay => Syre.Mode == DecayMode.None ? 0 : Syre.WeightDecay!.Value;

    /// <summary>The optimizer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="warn">Told what is allowed but probably not meant, after the user's own <see cref="SyreOptions.Warning"/>.</param>
    public SyreAdamW CreateOptimizer(ScoringNetwork network, Action<string>? warn = null) =>
        new(network.ParameterGroups(), LearningRate, beta1: 0.9, Beta2, eps: 1e-8,
            Syre with { Seed = Syre.Seed ?? SeedSequence.Derive(Seed, SeedStream.StaticBias), Warning = Syre.Warning + warn });
}
