using Syre.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// A linear layer in the neural tangent parametrisation: y = x·W/√n + b with W of unit scale, n the number of inputs
/// (RealMLP, arXiv 2407.04491). Shapes: x <c>[rows, inputs]</c>, W <c>[inputs, outputs]</c>, b <c>[outputs]</c>.
/// </summary>
internal class NtkLinear : ExplicitModule, IOnnxExportable
{
    private readonly float _gain;

    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="gain">1/√n.</param>
    /// <param name="device">Where it is made: moving it later would replace its parameters.</param>
    public NtkLinear(long inputs, long outputs, double gain, Device device)
        : this(new Parameter(zeros(inputs, outputs, float32, device: device)), outputs, gain, device) => register_parameter("weight", Weight);

    /// <summary>A layer whose weight a derived class has registered.</summary>
    protected NtkLinear(Parameter weight, long outputs, double gain, Device device)
        : base(nameof(NtkLinear))
    {
        _gain = (float)gain;
        Weight = weight;
        Bias = new Parameter(zeros(outputs, float32, device: device));
        register_parameter("bias", Bias);
    }

    /// <summary>1/√n, which W is multiplied by.</summary>
    public double Gain => _gain;

    /// <summary>W.</summary>
    public Parameter Weight { get; }

    /// <summary>b.</summary>
    public Parameter Bias { get; }

    /// <summary>The name under which W is registered.</summary>
    protected virtual string WeightName => "weight";

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => addmm(Bias, input, Weight, beta: 1, alpha: _gain);

    /// <inheritdoc/>
    public string ToOnnx(OnnxExportContext context, string input) => ToOnnx(context, input, context.AddState(WeightName, Weight));

    /// <summary>Adds the layer with its inputs scaled: the scale goes into the weight, which the runtime computes once, when it loads the graph.</summary>
    /// <param name="context">The context of this layer.</param>
    /// <param name="input">Name of the value that goes in.</param>
    /// <param name="scale">Name of the scale of each input, <c>[inputs]</c>.</param>
    public string ScaledToOnnx(OnnxExportContext context, string input, string scale)
    {
        string column = context.Op("Unsqueeze", scale, context.Graph.AddInt64Constant(1));
        return ToOnnx(context, input, context.Op("Mul", column, context.AddState(WeightName, Weight)));
    }

    /// <summary>The weights that a unit has in effect, <c>[outputs, inputs]</c>.</summary>
    /// <param name="scale">A scale of each input that belongs to the layer, or null.</param>
    public Tensor UnitWeights(Tensor? scale = null)
    {
        Tensor weights = Weight.detach().t().Mul(_gain);
        return scale is null ? weights : weights * scale;
    }

    /// <summary>Draws W from N(0, 1), or sets it to zero.</summary>
    public void Initialize(Generator? generator)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        if (generator is null)
            Weight.zero_();
        else
            Weight.copy_(randn(Weight.shape, float32, generator: generator));
        Bias.zero_();
    }

    /// <summary>
    /// Fits the layer to what reaches it, as RealMLP does: each neuron's weights are scaled so that its sum has deviation 1 over
    /// <paramref name="sums"/>, and its bias is minus a random convex mix of five of those sums, so that its kink lies among the data.
    /// </summary>
    /// <param name="sums">The layer's values on training rows with zero bias, <c>[rows, outputs]</c>.</param>
    /// <param name="generator">Random numbers.</param>
    /// <returns>The layer's values after the fit, in place of <paramref name="sums"/>.</returns>
    public Tensor FitTo(Tensor sums, Generator generator)
    {
        Tensor deviation = sums.std(0, unbiased: false, keepdim: true);
        Tensor factor = where(deviation.Gt(1e-6), deviation.reciprocal(), ones_like(deviation));
        Weight.mul_(factor);
        Tensor scaled = sums * factor;

        const int mixed = 5;
        long rows = scaled.shape[0], outputs = scaled.shape[1];
        Tensor picks = rand([mixed, outputs], float32, generator: generator).Mul(rows).to_type(ScalarType.Int64).ClampMax(rows - 1).to(scaled.device);
        Tensor shares = rand([mixed, outputs], float32, generator: generator).log().neg().to(scaled.device);
        Bias.copy_(-(scaled.gather(0, picks) * (shares / shares.sum(dim: 0, keepdim: true))).sum(dim: 0));
        return scaled.Add(Bias);
    }

    private string ToOnnx(OnnxExportContext context, string input, string weight) =>
        context.Graph.AddNode("Gemm", [input, weight, context.AddState("bias", Bias)], ("alpha", _gain));
}
