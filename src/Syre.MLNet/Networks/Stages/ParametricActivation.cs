using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// x + a·(f(x) − x) with one a per neuron, from 1: each neuron learns how much of the activation f it uses (RealMLP).
/// </summary>
internal sealed class ParametricActivation : ExplicitModule, IOnnxExportable
{
    /// <param name="activation">f.</param>
    /// <param name="neurons">Number of neurons.</param>
    /// <param name="device">Where it is made.</param>
    public ParametricActivation(nn.Module<Tensor, Tensor> activation, long neurons, Device device)
        : base(nameof(ParametricActivation))
    {
        Activation = activation;
        Share = new Parameter(ones(neurons, float32, device: device));
        register_module("activation", activation);
        register_parameter("share", Share);
    }

    /// <summary>f.</summary>
    public nn.Module<Tensor, Tensor> Activation { get; }

    /// <summary>a, <c>[neurons]</c>.</summary>
    public Parameter Share { get; }

    public override Tensor forward(Tensor input) => lerp(input, Activation.forward(input), Share);

    public string ToOnnx(OnnxExportContext context, string input)
    {
        string change = context.Op("Sub", context.Export(Activation, "activation", input), input);
        return context.Op("Add", input, context.Op("Mul", context.AddState("share", Share), change));
    }
}
