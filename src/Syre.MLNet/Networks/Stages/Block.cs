using System.Text.Json.Serialization;
using Syre.Cpu;
using Syre.MLNet.Export;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes a <see cref="Block"/>.</summary>
/// <param name="Units">Number of units.</param>
/// <param name="Activation">Their activation.</param>
/// <param name="Parametric">Whether each learns how much of the activation it uses.</param>
/// <param name="ScalesInputs">Whether a scale of each input is learnt too.</param>
internal sealed record BlockSpec(int Units, Activation Activation, bool Parametric, bool ScalesInputs) : StageSpec
{
    /// <summary>The units that it was trained with; null where these are all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainedUnits? Trained { get; init; }

    /// <inheritdoc/>
    /// <remarks>The weights of the layer after it are in the unit that they were trained in.</remarks>
    public override StageInputs After(StageInputs inputs) => new(Units, Trained?.From.Count ?? Units, Sparse: false);

    public override StageSpec BeforeCompaction() => Trained is null ? this : this with { Units = Trained.From.Count, Trained = null };

    public override Stage Create(StageInputs inputs, MaskedDropout dropout, Device device) => new Block(this, inputs, dropout, device);

    public override IEnumerable<OnnxTensorInfo> State(StageInputs inputs) =>
        [.. NtkLinear.State("linear", inputs, Units, ScalesInputs), .. Parametric
            ? [Floats("activation.share", Units)]
            : Array.Empty<OnnxTensorInfo>()];

    public override IEnumerable<string> Problems()
    {
        if (Units < 1)
            yield return $"Units is {Units}; it must be at least 1";
        if (!Enum.IsDefined(Activation))
            yield return $"Activation is {Activation:D}; expected one of {string.Join(", ", Enum.GetNames<Activation>())}";
        foreach (string problem in Trained?.Problems(Units) ?? [])
            yield return problem;
    }
}

/// <summary>A hidden layer (RealMLP, arXiv 2407.04491): an optional scale of each input, a linear map, an activation, dropout.</summary>
internal sealed class Block : Stage, IFittedStage
{
    private readonly NtkLinear _linear;
    private readonly nn.Module<Tensor, Tensor> _activation;
    private readonly MaskedDropout _dropout;
    private readonly Activation _function;
    private readonly TrainedUnits? _trained;

    /// <param name="spec">What it is made of.</param>
    /// <param name="inputs">What it gets.</param>
    /// <param name="dropout">The network's dropout, which is not this stage's alone.</param>
    /// <param name="device">Where it is made.</param>
    public Block(BlockSpec spec, StageInputs inputs, MaskedDropout dropout, Device device)
        : base(nameof(Block))
    {
        (_dropout, _function, _trained) = (dropout, spec.Activation, spec.Trained);
        _linear = NtkLinear.Create(inputs, spec.Units, spec.ScalesInputs, device);
        nn.Module<Tensor, Tensor> activation = Create(spec.Activation);
        _activation = spec.Parametric ? new ParametricActivation(activation, spec.Units, device) : activation;
        register_module("linear", _linear);
        register_module("activation", _activation);
    }

    public override IEnumerable<TrainedParameter> Trained => _activation is ParametricActivation { Share: var share }
        ? _linear.Trained("linear").Append(new TrainedParameter(ParameterRole.Activation, "activation.share", share))
        : _linear.Trained("linear");

    public override IReadOnlyList<Parameter> Tables => _linear is SparseNtkLinear ? [_linear.Weight] : [];

    public override int? UnitCount => (int)_linear.Bias.shape[0];

    public override double Multiplications(double entries) => entries * _linear.Weight.shape[1];

    public override FeatureRows Forward(in FeatureRows rows) => new(_dropout.forward(_activation.forward(_linear.Forward(rows))));

    public override void Initialize(WeightRandom random) => _linear.Initialize(random.In("linear"));

    public Tensor Sums(in FeatureRows rows) => _linear.Forward(rows);

    public void FitTo(ReadOnlySpan<float> sums, WeightRandom random) => _linear.FitTo(sums, random.In("linear"));

    public override UnitLayer ToUnits(string name) => _linear.ToUnits(name) with
    {
        Activation = ForUnits(_function),
        Shares = _activation is ParametricActivation { Share: var share } ? HostValues.Copy<float>(share) : null,
        Sources = _trained?.Sources() ?? [],
    };

    public override void Set(UnitLayer units)
    {
        _linear.Set(units);
        if (_activation is not ParametricActivation { Share: var share })
            return;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        share.copy_(tensor(units.Shares!));
    }

    public override Tensor UnitWeights() => _linear.UnitWeights();

    public override ObservedLayer Describe(string name, Tensor? outgoing, double? sigma0) => new()
    {
        Name = name,
        Kind = "Linear",
        Width = UnitCount!.Value,
        Incoming = UnitWeights(),
        Bias = _linear.Bias.detach(),
        Outgoing = outgoing,
        StaticBiasSize = StaticBiasSize(sigma0),
    };

    public override CpuLayer? ForEngine(Func<Parameter, CpuParameter> parameter) => _linear.ForEngine(
        parameter, ForEngine(_function), _activation is ParametricActivation { Share: var share } ? parameter(share) : null);

    public override string ToOnnx(OnnxExportContext context, string input) =>
        context.Export(_activation, "activation", context.Export(_linear, "linear", input));

    public override JointValue ToOnnx(IReadOnlyList<OnnxExportContext> places, IReadOnlyList<Stage> stages, JointValue input) =>
        OnnxExportContext.AddTogether(
            places,
            new(places[0].Graph, [.. stages.Select((stage, i) => places[i].Export(((Block)stage)._linear, "linear", input.Each[i]))])
            {
                Widths = [.. stages.Select(stage => stage.UnitCount!.Value)],
            },
            (context, sums) => context.Export(_activation, "activation", sums));

    private static UnitActivation ForUnits(Activation activation) => activation switch
    {
        Activation.Relu => UnitActivation.Relu,
        Activation.Selu => UnitActivation.Selu,
        Activation.Mish => UnitActivation.Mish,
        Activation.Gelu => UnitActivation.Gelu,
        Activation.Silu => UnitActivation.Silu,
        Activation.Tanh => UnitActivation.Tanh,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    private static CpuActivation ForEngine(Activation activation) => activation switch
    {
        Activation.Relu => CpuActivation.Relu,
        Activation.Selu => CpuActivation.Selu,
        Activation.Mish => CpuActivation.Mish,
        Activation.Gelu => CpuActivation.Gelu,
        Activation.Silu => CpuActivation.Silu,
        Activation.Tanh => CpuActivation.Tanh,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    private static nn.Module<Tensor, Tensor> Create(Activation activation) => activation switch
    {
        Activation.Relu => nn.ReLU(),
        Activation.Selu => nn.SELU(),
        Activation.Mish => new Mish(),
        Activation.Gelu => nn.GELU(),
        Activation.Silu => nn.SiLU(),
        Activation.Tanh => nn.Tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    /// <summary>θ0 is σ0 × 1, the weights' scale, and stands before gain and scale as they do.</summary>
    private double? StaticBiasSize(double? sigma0)
    {
        if (sigma0 is null)
            return null;
        using var scope = NewDisposeScope();
        double scale = _linear.Scale is { } learnt && learnt.numel() > 0
            ? Math.Sqrt(learnt.detach().to(float64).Square().mean().item<double>())
            : 1;
        return sigma0 * _linear.Gain * scale is > 0 and < double.PositiveInfinity and var size ? size : null;
    }
}
