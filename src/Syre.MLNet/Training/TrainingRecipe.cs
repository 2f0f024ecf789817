using Syre.MLNet.Networks;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet.Training;

/// <summary>What the kind of network and the objective settle for a training, beside the user's options.</summary>
/// <param name="Options">The user's options.</param>
/// <param name="Plan">How long it is.</param>
/// <param name="Rows">Rows to train on.</param>
/// <param name="LearningRate">Base learning rate.</param>
/// <param name="Beta2">Adam's second decay: 0.95 for RealMLP's network, PyTorch's 0.999 for others.</param>
/// <param name="Seed">The training's seed.</param>
internal sealed record TrainingRecipe(
    SyreTrainerOptions Options, TrainingPlan Plan, int Rows, double LearningRate, double Beta2, long Seed)
{
    /// <summary>Seed of θ0.</summary>
    public long StaticBiasSeed { get; init; } = Options.Syre.Seed ?? SeedSequence.Derive(Seed, SeedStream.StaticBias);

    /// <summary>Where θ0 comes from, by parameter, in a training that goes on from another; null in a first one.</summary>
    public IReadOnlyDictionary<string, StaticBiasOrigin>? StaticBiasOrigins { get; init; }

    /// <summary>σ0 under a preset, as a multiple of the nominal deviation: the gain of the activation.</summary>
    public double PresetSigma0 { get; init; } = Activation.Relu.Gain();

    /// <summary>Steps of an epoch.</summary>
    public int Batches => (Rows + Plan.BatchSize - 1) / Plan.BatchSize;

    /// <summary>Base decay.</summary>
    public double WeightDecay => Options.Syre.Mode == DecayMode.None ? 0 : Options.Syre.WeightDecay ?? PresetDecay();

    /// <summary>σ0; null without a random θ0.</summary>
    public double? Sigma0 => Options.Syre.Mode is DecayMode.Syre or DecayMode.SyreAdvanced ? Options.Syre.Sigma0 ?? PresetSigma0 : null;

    /// <summary>The factor of the learning rate, from 0 to 1, as training goes on.</summary>
    /// <param name="progress">From 0 to 1.</param>
    public double RateFactor(double progress) => Schedules.Factor(Options.LearningRateSchedule, progress);

    /// <summary>The factor of decay and dropout.</summary>
    /// <param name="progress">From 0 to 1.</param>
    public static double DecayFactor(double progress) => Schedules.Factor(LearningRateSchedule.FlatCosine, progress);

    /// <summary>The optimizer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="warn">Told what is allowed but probably not meant, after the user's own <see cref="SyreOptions.Warning"/>.</param>
    public SyreAdamW CreateOptimizer(ScoringNetwork network, Action<string>? warn = null) =>
        new(network.ParameterGroups().Select(InPreset), LearningRate, beta1: 0.9, Beta2, eps: 1e-8, Options.Syre with
        {
            WeightDecay = WeightDecay,
            Sigma0 = Sigma0 ?? Options.Syre.Sigma0,
            Seed = StaticBiasSeed,
            Origins = StaticBiasOrigins ?? Options.Syre.Origins,
            // Weights of an earlier training have been displaced, if they were to be.
            ThetaForm = StaticBiasOrigins is null ? Options.Syre.ThetaForm : false,
            Parameters = Options.Syre.Preset == SyrePreset.None
                ? Options.Syre.Parameters
                : (name, parameter) => network.HasNominalScale(name) && (Options.Syre.Parameters?.Invoke(name, parameter) ?? true),
            Warning = Options.Syre.Warning + warn,
        });

    /// <summary>Under a preset biases are pulled too, as strongly as weights: a unit may be dead by its bias.</summary>
    private SyreParameterGroup InPreset(SyreParameterGroup group) =>
        Options.Syre.Preset == SyrePreset.None || group.WeightDecayFactor > 0
            || !group.Parameters.Any(named => named.name.EndsWith("bias", StringComparison.Ordinal))
            ? group
            : new SyreParameterGroup(group.Name, group.Parameters)
            {
                LearningRateFactor = group.LearningRateFactor,
                WeightDecayFactor = 1 / group.LearningRateFactor,
                InitialDeviation = group.InitialDeviation,
            };

    /// <summary>Which part of the whole training's pull is done after some epochs, from 0 to 1.</summary>
    /// <param name="epochs">The epochs.</param>
    public double PullShare(int epochs) => Rates(Plan.Epochs) is > 0 and var all ? Rates(epochs) / all : 1;

    /// <summary>λ of which the sum of lr·λ over all steps is the preset's.</summary>
    private double PresetDecay()
    {
        double sum = Rates(Plan.Epochs);
        // The one step of a schedule that begins at 0 pulls nothing.
        return sum == 0 ? 0 : SyreOptions.Dose(Options.Syre.Preset) / (LearningRate * sum);
    }

    /// <summary>The sum of the factors of rate and decay over the steps of some epochs.</summary>
    private double Rates(int epochs)
    {
        double steps = (double)Plan.Epochs * Batches, sum = 0;
        for (double step = 0; step < (double)epochs * Batches; step++)
            sum += RateFactor(step / steps) * DecayFactor(step / steps);
        return sum;
    }
}
