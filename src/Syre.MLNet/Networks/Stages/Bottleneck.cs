using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes a <see cref="Bottleneck"/>.</summary>
/// <param name="Units">Numbers that it gives.</param>
/// <param name="IsGaussian">Whether they are means of a normal distribution whose variances are learnt too.</param>
internal sealed record BottleneckSpec(int Units, bool IsGaussian = false) : StageSpec
{
    /// <summary>Sums of the linear map.</summary>
    public int Sums => IsGaussian ? 2 * Units : Units;

    public override StageInputs After(StageInputs inputs) => new(Units, Units, Sparse: false);

    public override Stage Create(StageInputs inputs, MaskedDropout dropout, Device device) => new Bottleneck(this, inputs, device);

    public override IEnumerable<OnnxTensorInfo> State(StageInputs inputs) =>
        NtkLinear.State("linear", inputs, Sums, scalesInputs: false);

    public override IEnumerable<string> Problems() => Units < 1 ? [$"Units is {Units}; it must be at least 1"] : [];
}

/// <summary>
/// The linear map to an embedding: it starts as a <see cref="Block"/> does, with neither activation nor dropout. Of a Gaussian one half
/// the sums are means, which are the embedding, and half logarithms of variances.
/// </summary>
internal sealed class Bottleneck : Stage, IFittedStage
{
    /// <summary>Logarithms of variances stay within this, so that no variance is infinite or 0.</summary>
    private const double MostLogVariance = 10;

    private readonly NtkLinear _linear;
    private readonly BottleneckSpec _spec;

    /// <param name="spec">What it is made of.</param>
    /// <param name="inputs">What it gets.</param>
    /// <param name="device">Where it is made.</param>
    public Bottleneck(BottleneckSpec spec, StageInputs inputs, Device device)
        : base(nameof(Bottleneck))
    {
        _spec = spec;
        _linear = NtkLinear.Create(inputs, spec.Sums, scalesInputs: false, device);
        register_module("linear", _linear);
    }

    /// <summary>Whether variances are learnt too.</summary>
    public bool IsGaussian => _spec.IsGaussian;

    public override IEnumerable<TrainedParameter> Trained => _linear.Trained("linear");

    public override IReadOnlyList<Parameter> Tables => _linear is SparseNtkLinear ? [_linear.Weight] : [];

    public override int? UnitCount => _spec.Units;

    public override double Multiplications(double entries) => entries * _spec.Sums;

    public override FeatureRows Forward(in FeatureRows rows) => new(Means(_linear.Forward(rows)));

    /// <summary>Means and logarithms of variances of a Gaussian one, <c>[rows, units]</c> each.</summary>
    public (Tensor Mean, Tensor LogVariance) Posterior(in FeatureRows rows)
    {
        Tensor sums = _linear.Forward(rows);
        return (Means(sums), sums.narrow(1, _spec.Units, _spec.Units).Clamp(-MostLogVariance, MostLogVariance));
    }

    public override void Initialize(WeightRandom random) => _linear.Initialize(random.In("linear"));

    public Tensor Sums(in FeatureRows rows) => _linear.Forward(rows);

    public void FitTo(ReadOnlySpan<float> sums, WeightRandom random) => _linear.FitTo(sums, random.In("linear"));

    public override Tensor UnitWeights() => _linear.UnitWeights().narrow(0, 0, _spec.Units);

    public override ObservedLayer Describe(string name, Tensor? outgoing, double? sigma0) => new()
    {
        Name = name,
        Kind = "Linear",
        Width = _spec.Units,
        Incoming = UnitWeights(),
        Bias = _linear.Bias.detach().narrow(0, 0, _spec.Units),
        Outgoing = outgoing,
        IsOdd = true,
        StaticBiasSize = sigma0 * _linear.Gain is > 0 and var size ? size : null,
    };

    public override string ToOnnx(OnnxExportContext context, string input)
    {
        string sums = context.Export(_linear, "linear", input);
        return IsGaussian
            ? context.Op(
                "Slice", sums, context.Graph.AddInt64Constant(0), context.Graph.AddInt64Constant(_spec.Units),
                context.Graph.AddInt64Constant(1))
            : sums;
    }

    private Tensor Means(Tensor sums) => IsGaussian ? sums.narrow(1, 0, _spec.Units) : sums;
}
