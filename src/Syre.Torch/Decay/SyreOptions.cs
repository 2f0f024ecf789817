using System.Text.Json.Serialization;
using Syre.Torch.Decay;
using TorchSharp.Modules;

namespace Syre.Torch;

/// <summary>How strongly the weights are pulled, and towards what. Immutable; vary it with <c>options with { … }</c>.</summary>
/// <remarks>
/// Source: arXiv 2408.15495; section numbers below are the paper's. A number that is null takes the default of what the options are given
/// to: that of <see cref="SyreAdamW"/>, <see cref="SyreSgd"/> and <see cref="SyreDecay"/> is the paper's or PyTorch's, trainers built on
/// them have their own. So <c>new SyreOptions { Mode = … }</c> changes the mode and nothing else, wherever it is used.
/// </remarks>
public sealed record SyreOptions
{
    /// <summary>The least half-width of D that float32 arithmetic can tell from D = 1.</summary>
    internal const double SmallestAnisotropy = 1e-6;

    /// <summary>What the weights are pulled towards. Default <see cref="DecayMode.Syre"/>.</summary>
    public DecayMode Mode { get; init; } = DecayMode.Syre;

    /// <summary>What numbers that are null mean. Default <see cref="SyrePreset.None"/>: the owner's defaults.</summary>
    public SyrePreset Preset { get; init; }

    /// <summary>
    /// λ, the weight decay in PyTorch's convention: λ = 2γ for a penalty γ‖θ‖². 0 or above; null (default) for the owner's default, which
    /// is 0.01 for the optimizers, PyTorch's for AdamW; under a preset it follows from the steps, see <see cref="For"/>. At 0
    /// nothing pulls and syre does nothing at all (the paper's proposition 1).
    /// </summary>
    public double? WeightDecay { get; init; }

    /// <summary>
    /// σ0, the standard deviation of θ0, as a multiple of each tensor's own standard deviation when the optimizer is made.
    /// Above 0 for the syre modes, unused by the others; null (default) for the owner's default, which is 0.01 for the
    /// optimizers, the paper's (section 5.4). Under a <see cref="Preset"/> a multiple of 1/√fan_in, by default √2.
    /// </summary>
    /// <remarks>
    /// At the paper's 0.01 training was that of plain decay in all that was measured, but for exact copies, which it parts; what a large σ0
    /// is worth, and where it harms, is in src/Syre.Torch/README.md.
    /// A tensor whose elements are all equal (biases at 0, the gain of a norm at 1) has no deviation; 1/√fan_in takes its place, where
    /// fan_in is the product of all sizes but the first, or the number of elements of a vector.
    /// </remarks>
    public double? Sigma0 { get; init; }

    /// <summary>
    /// b, the half-width of the diagonal D ~ U(1 − b, 1 + b) of <see cref="DecayMode.SyreAdvanced"/>; in [1e-6, 1). Default null: a
    /// tenth of each tensor's resolved σ0, and at least 1e-6. Refused with any other mode, where it would mean nothing.
    /// </summary>
    /// <remarks>
    /// The paper's strength theorem asks for a spread of D far below that of θ0; <see cref="Warning"/> is told of tensors where
    /// σD = b/√3 is σ0 or more.
    /// </remarks>
    public double? Anisotropy { get; init; }

    /// <summary>
    /// Whether the weights are displaced by θ0, once, when the optimizer is made, so that training starts at init + θ0: where the paper's
    /// own parametrisation starts, which minimises l(θ + θ0) + γ‖θ‖² from a usual θ. Null (default) for what <see cref="Preset"/> says:
    /// true for <see cref="SyrePreset.Retraining"/>, else false. Not with modes that have no random θ0.
    /// </summary>
    /// <remarks>
    /// For new weights only. To go on from saved ones, load them after the optimizer is made, or leave this false: weights that were
    /// displaced once would be displaced again. Parameters of a group with <see cref="SyreParameterGroup.WeightDecayFactor"/> 0 stay.
    /// </remarks>
    public bool? ThetaForm { get; init; }

    /// <summary>
    /// Which parameters are pulled, by name and tensor; the others get their gradient update only. Default null: all of them, norm
    /// gains and biases too, since the theory biases every coordinate. <c>(_, p) =&gt; p.dim() &gt; 1</c> is the usual choice of
    /// leaving out biases and norms; every symmetry that touches a weight matrix is still removed.
    /// </summary>
    [JsonIgnore]
    public Func<string, Parameter, bool>? Parameters { get; init; }

    /// <summary>
    /// False (default): the pull acts on the weights directly, with strength lr·λ, as in AdamW. True: the pull is added to the
    /// gradient, as PyTorch's SGD and Adam do, and goes through momentum and normalisation. With Adam the two behave differently.
    /// </summary>
    public bool Coupled { get; init; }

    /// <summary>
    /// The seed of θ0 and D, any number; null (default) for the owner's, which is 0 for the optimizers. Together with a parameter's name
    /// and an element's index it decides the value, on every machine and device alike. Torch's own generator is neither read nor moved.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Where θ0 of some parameters, by name, comes from in a training that goes on from earlier weights. Default null: from the parameters
    /// as they are when the optimizer is made. The first training's <see cref="Seed"/> is needed too. Not for
    /// <see cref="DecayMode.L2Init"/>.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, StaticBiasOrigin>? Origins { get; init; }

    /// <summary>
    /// Whether θ0 is kept or made anew in every step. Default <see cref="StaticBiasStorage.Stored"/>, which measures faster.
    /// </summary>
    /// <remarks>
    /// Measured with SyreAdamW, whole training steps of a ReLU network with three hidden layers on 2 cores (AMD EPYC, AVX-512), over
    /// plain decay: width 64, batch 64: stored 1.01, regenerated 2.0; width 128, batch 256: stored 1.00, regenerated 2.1 to 2.5. One
    /// element of θ0 takes 33 ns to make, the rest of its update 0.4 ns. Stored, the optimizer keeps 12 bytes a parameter, else 8.
    /// </remarks>
    public StaticBiasStorage StaticBiasStorage { get; init; } = StaticBiasStorage.Stored;

    /// <summary>Told, once and when the optimizer is made, what is allowed but probably not meant. Default null: nobody is told.</summary>
    [JsonIgnore]
    public Action<string>? Warning { get; init; }

    /// <summary>Whether the CPU, too, is updated as other devices are, by operations on whole tensors. For tests.</summary>
    internal bool UsesWholeTensors { get; init; }

    /// <summary>True for the modes whose target is random.</summary>
    internal bool HasStaticBias => Mode is DecayMode.Syre or DecayMode.SyreAdvanced;

    /// <summary>Whether the weights are displaced.</summary>
    internal bool IsDisplaced => ThetaForm ?? (HasStaticBias && Preset == SyrePreset.Retraining);

    /// <summary>Options of a preset for an optimizer: λ = dose/(lr·steps). The dose is 0.25 for retraining, 0.7 for a rescue.</summary>
    /// <param name="preset">The preset, not <see cref="SyrePreset.None"/>.</param>
    /// <param name="learningRate">The learning rate, above 0; its mean, where a schedule moves it.</param>
    /// <param name="steps">Steps of one task: between one change and the next. At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static SyreOptions For(SyrePreset preset, double learningRate, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(learningRate);
        Arguments.RequireNotNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new() { Preset = preset, WeightDecay = Dose(preset) / (learningRate * steps) };
    }

    /// <summary>lr·λ·steps of a task that a preset means: the sum over its steps.</summary>
    /// <param name="preset">The preset.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public static double Dose(SyrePreset preset) => preset switch
    {
        SyrePreset.Retraining => 0.25,
        SyrePreset.Rescue => 0.7,
        _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "Expected is Retraining or Rescue."),
    };

    /// <summary>Checks every option by itself and together with the others.</summary>
    /// <exception cref="ArgumentException">At least one option is out of range; the message lists all violations.</exception>
    public void Validate()
    {
        var violations = new Violations();
        AddTo(violations);
        violations.ThrowIfAny(nameof(SyreOptions));
    }

    /// <summary>Notes every option that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    public void AddTo(Violations violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        violations.RequireDefined(Mode);
        violations.RequireDefined(Preset);
        violations.Require(HasStaticBias || ThetaForm != true, $"ThetaForm is true with mode {Mode}, which has no random θ0.");
        violations.Require(HasStaticBias || Preset == SyrePreset.None,
            $"Preset is {Preset} with mode {Mode}, which has no random θ0: choose mode Syre, or no preset.");
        violations.RequireNotNegative(WeightDecay ?? 0, nameof(WeightDecay), "0 switches the pull off, null takes the default.");
        violations.RequireNotNegative(Sigma0 ?? 0, nameof(Sigma0), "The paper's choice is 0.01, null takes the default.");
        violations.Require(!HasStaticBias || Sigma0 != 0, "Sigma0 is 0, which makes θ0 = 0: that is mode Plain, choose it.");
        violations.RequireDefined(StaticBiasStorage);
        violations.Require(Mode != DecayMode.L2Init || StaticBiasStorage == StaticBiasStorage.Stored,
            "StaticBiasStorage is Regenerated with mode L2Init, but initial weights cannot be made anew: choose Stored.");
        if (Anisotropy is not { } b)
            return;
        violations.Require(Mode == DecayMode.SyreAdvanced,
            $"Anisotropy is {b} with mode {Mode}, where it means nothing: leave it null, or choose mode SyreAdvanced.");
        violations.Require(b is >= SmallestAnisotropy and < 1,
            $"Anisotropy is {b}; it must be in [1e-6, 1): less is lost in float32 and leaves D = 1, 1 or more lets D reach 0. " +
            $"Leave it null for a tenth of σ0.");
    }

    /// <summary>Options as the optimizers take them: λ 0.01, PyTorch's default for AdamW; σ0 0.01, the paper's; seed 0.</summary>
    /// <param name="options">The user's; null for none.</param>
    /// <param name="violations">Is told where a number is missing.</param>
    internal static SyreOptions ForOptimizer(SyreOptions? options, Violations violations)
    {
        options ??= new SyreOptions();
        bool isPreset = options.Preset != SyrePreset.None;
        violations.Require(!isPreset || options.WeightDecay is not null,
            $"WeightDecay is null with preset {options.Preset}, and an optimizer does not know the steps that it follows from: " +
            "take SyreOptions.For(preset, learningRate, steps).");
        return options with
        {
            WeightDecay = options.WeightDecay ?? 0.01,
            Sigma0 = options.Sigma0 ?? (isPreset ? NominalScale.HeGain : 0.01),
            Seed = options.Seed ?? 0,
        };
    }
}
