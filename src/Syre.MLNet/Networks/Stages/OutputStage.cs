using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes an <see cref="OutputStage"/>.</summary>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="ScalesInputs">Whether a scale of each input is learnt too, as where there is no hidden layer.</param>
internal sealed record OutputSpec(int Outputs, bool ScalesInputs) : StageSpec
{
    public override StageInputs After(StageInputs inputs) => new(Outputs, Outputs, Sparse: false);

    public override Stage Create(StageInputs inputs, MaskedDropout dropout, Device device) => new OutputStage(this, inputs, device);

    public override IEnumerable<OnnxTensorInfo> State(StageInputs inputs) => NtkLinear.State("linear", inputs, Outputs, ScalesInputs);

    public override IEnumerable<string> Problems() => Outputs < 1 ? [$"Outputs is {Outputs}; it must be at least 1"] : [];
}

/// <summary>The linear map to the outputs; it starts at zero (RealMLP).</summary>
internal sealed class OutputStage : Stage
{
    private readonly NtkLinear _linear;

    /// <param name="spec">What it is made of.</param>
    /// <param name="inputs">What it gets.</param>
    /// <param name="device">Where it is made.</param>
    public OutputStage(OutputSpec spec, StageInputs inputs, Device device)
        : base(nameof(OutputStage))
    {
        _linear = NtkLinear.Create(inputs, spec.Outputs, spec.ScalesInputs, device);
        register_module("linear", _linear);
    }

    public override IEnumerable<TrainedParameter> Trained => _linear.Trained("linear");

    public override IReadOnlyList<Parameter> Tables => _linear is SparseNtkLinear ? [_linear.Weight] : [];

    public override int? UnitCount => (int)_linear.Bias.shape[0];

    public override double Multiplications(double entries) => entries * _linear.Weight.shape[1];

    public override FeatureRows Forward(in FeatureRows rows) => new(_linear.Forward(rows));

    public override void Initialize(WeightRandom random) => Reset();

    /// <summary>Makes it that of a new network.</summary>
    public void Reset() => _linear.Clear();

    public override UnitLayer ToUnits(string name) => _linear.ToUnits(name);

    public override void Set(UnitLayer units) => _linear.Set(units);

    public override Tensor UnitWeights() => _linear.UnitWeights();

    public override CpuLayer? ForEngine(Func<Parameter, CpuParameter> parameter) => _linear.ForEngine(parameter);

    public override string ToOnnx(OnnxExportContext context, string input) => context.Export(_linear, "linear", input);
}
