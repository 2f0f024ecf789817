using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// A linear layer in the neural tangent parametrisation: y = (s ∘ x)·W/√n + b with W of unit scale, n the number of inputs, and where it is
/// asked for a learnt scale s of each input (RealMLP, arXiv 2407.04491). Shapes: x <c>[rows, inputs]</c>, W <c>[inputs, outputs]</c>, b
/// <c>[outputs]</c>, s <c>[inputs]</c>.
/// </summary>
internal class NtkLinear : ExplicitModule, IOnnxExportable
{
    private readonly float _gain;

    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="gain">1/√n.</param>
    /// <param name="device">Where it is made: moving it later would replace its parameters.</param>
    /// <param name="scalesInputs">Whether there is a scale of each input.</param>
    public NtkLinear(long inputs, long outputs, double gain, Device device, bool scalesInputs = false)
        : this(new Parameter(zeros(inputs, outputs, float32, device: device)), outputs, gain, device, scalesInputs) =>
        register_parameter("weight", Weight);

    /// <summary>A layer whose weight a derived class has registered.</summary>
    protected NtkLinear(Parameter weight, long outputs, double gain, Device device, bool scalesInputs)
        : base(nameof(NtkLinear))
    {
        _gain = (float)gain;
        Weight = weight;
        Bias = new Parameter(zeros(outputs, float32, device: device));
        register_parameter("bias", Bias);
        if (!scalesInputs)
            return;
        Scale = new Parameter(ones(weight.shape[0], float32, device: device));
        register_parameter("scale", Scale);
    }

    /// <summary>1/√n, which W is multiplied by.</summary>
    public double Gain => _gain;

    /// <summary>W.</summary>
    public Parameter Weight { get; }

    /// <summary>b.</summary>
    public Parameter Bias { get; }

    /// <summary>s, or null for none.</summary>
    public Parameter? Scale { get; }

    /// <summary>Whether it reads the nonzero entries of sparse rows, and of W their rows only.</summary>
    protected virtual bool IsTable => false;

    /// <summary>The name under which W is registered.</summary>
    protected virtual string WeightName => "weight";

    /// <summary>A layer for these inputs.</summary>
    public static NtkLinear Create(StageInputs inputs, int outputs, bool scalesInputs, Device device)
    {
        double gain = 1 / Math.Sqrt(inputs.Entries);
        return inputs.Sparse
            ? new SparseNtkLinear(inputs.Width, outputs, gain, device, scalesInputs)
            : new NtkLinear(inputs.Width, outputs, gain, device, scalesInputs);
    }

    /// <summary>Names and sizes of its parameters, known without making it.</summary>
    public static IEnumerable<OnnxTensorInfo> State(string name, StageInputs inputs, int outputs, bool scalesInputs)
    {
        yield return new($"{name}.{(inputs.Sparse ? "rows.weight" : "weight")}", OnnxElementType.Float, [inputs.Width, outputs]);
        yield return new($"{name}.bias", OnnxElementType.Float, [outputs]);
        if (scalesInputs)
            yield return new($"{name}.scale", OnnxElementType.Float, [inputs.Width]);
    }

    /// <summary>What is trained.</summary>
    /// <param name="name">The layer's name.</param>
    public IEnumerable<TrainedParameter> Trained(string name)
    {
        yield return new(ParameterRole.Weights, $"{name}.weight", Weight);
        yield return new(ParameterRole.Biases, $"{name}.bias", Bias);
        if (Scale is not null)
            yield return new(ParameterRole.Scale, $"{name}.scale", Scale);
    }

    /// <summary>The layer in the CPU engine.</summary>
    /// <param name="parameter">Gives the engine a parameter.</param>
    /// <param name="activation">The activation after it; null for none.</param>
    /// <param name="share">How much of it each neuron uses; null for all.</param>
    public CpuLayer ForEngine(Func<Parameter, CpuParameter> parameter, CpuActivation? activation = null, CpuParameter? share = null) =>
        new((int)Weight.shape[0], (int)Weight.shape[1], _gain, parameter(Weight), parameter(Bias))
        {
            Scale = Scale is null ? null : parameter(Scale),
            Activation = activation,
            Share = share,
            IsTable = IsTable,
        };

    /// <summary>The layer's value, <c>[rows, outputs]</c>.</summary>
    public virtual Tensor Forward(in FeatureRows rows) => forward(rows.Dense!);

    public override Tensor forward(Tensor input) => addmm(Bias, Scale is null ? input : input * Scale, Weight, beta: 1, alpha: _gain);

    /// <inheritdoc/>
    /// <remarks>The scale goes into the weight, which the runtime computes once, when it loads the graph.</remarks>
    public string ToOnnx(OnnxExportContext context, string input)
    {
        string weight = context.AddState(WeightName, Weight);
        if (Scale is not null)
        {
            weight = context.Op(
                "Mul", context.Op("Unsqueeze", context.AddState("scale", Scale), context.Graph.AddInt64Constant(1)), weight);
        }

        return context.Graph.AddNode("Gemm", [input, weight, context.AddState("bias", Bias)], ("alpha", _gain));
    }

    /// <summary>Its units in plain numbers, for a compaction.</summary>
    /// <param name="name">What to call them.</param>
    public UnitLayer ToUnits(string name)
    {
        using var scope = NewDisposeScope();
        return new UnitLayer
        {
            Name = name,
            Weights = [.. HostValues.Copy<float>(Weight.detach().t()).Chunk((int)Weight.shape[0])],
            Biases = HostValues.Copy<float>(Bias),
            Gain = _gain,
            Scale = Scale is null ? null : HostValues.Copy<float>(Scale),
        };
    }

    /// <summary>Gives it the weights and biases of a compaction.</summary>
    public void Set(UnitLayer units)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Weight.copy_(tensor(units.Weights.SelectMany(weights => weights).ToArray()).reshape(units.Width, -1).t());
        Bias.copy_(tensor(units.Biases));
    }

    /// <summary>The weights that a unit has in effect, <c>[outputs, inputs]</c>.</summary>
    public Tensor UnitWeights()
    {
        Tensor weights = Weight.detach().t().Mul(_gain);
        return Scale is null ? weights : weights * Scale.detach();
    }

    /// <summary>Draws W from N(0, 1), and sets b to zero.</summary>
    /// <param name="random">The layer's random numbers.</param>
    public void Initialize(WeightRandom random)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var values = new float[Weight.numel()];
        random.Of("weight").FillNormal(values, 0, 1);
        Weight.copy_(tensor(values).reshape(Weight.shape));
        Bias.zero_();
    }

    /// <summary>Sets W and b to zero.</summary>
    public void Clear()
    {
        using var _ = no_grad();
        Weight.zero_();
        Bias.zero_();
    }

    /// <summary>Fits W and b to what reaches the layer (<see cref="LayerFit"/>).</summary>
    /// <param name="sums">The layer's values on training rows with zero bias, <c>[rows, outputs]</c>, row after row.</param>
    /// <param name="random">The layer's random numbers.</param>
    public void FitTo(ReadOnlySpan<float> sums, WeightRandom random)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        LayerFit fit = LayerFit.To(sums, (int)Bias.shape[0], random.Of("bias"));
        Weight.mul_(tensor(fit.Factors, device: Weight.device));
        Bias.copy_(tensor(fit.Biases));
    }
}
