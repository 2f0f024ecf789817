using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>A convolution, plain or transposed; its units are its channels.</summary>
internal sealed class ConvolutionWeights(string name, Convolution convolution) : WeightModule(name, convolution)
{
    private readonly bool _transposed = convolution is ConvolutionTranspose;

    /// <remarks>A transposed convolution with groups keeps its output channels in two dimensions of the weight:
    /// they are not followed.</remarks>
    public override bool HasUnits => !_transposed || convolution.groups == 1;

    public override bool HasChannels => true;

    /// <remarks>Channels of different groups read different inputs, so their exchange is no symmetry.</remarks>
    public override IEnumerable<UnitParameters> OwnUnits => convolution.groups > 1 ? []
        : convolution.bias is null ? [new UnitParameters(Weight, _transposed ? 1 : 0)]
        : [new UnitParameters(Weight, _transposed ? 1 : 0), new UnitParameters(convolution.bias, 0)];

    private Parameter Weight => convolution.weight!;

    public override Tensor Incoming()
    {
        Tensor weight = Weight.detach();
        return _transposed ? weight.transpose(0, 1).flatten(1) : weight.flatten(1);
    }

    public override Tensor? Bias() => convolution.bias?.detach();

    /// <remarks>With groups a channel is weighed by the outputs of its own group only.</remarks>
    public override Tensor Outgoing(int size)
    {
        Tensor weight = Weight.detach();
        if (_transposed)
            return weight.flatten(1).t();
        long groups = convolution.groups, outputs = weight.shape[0] / groups, inputs = weight.shape[1];
        return weight.reshape(groups, outputs, inputs, -1).permute(1, 3, 0, 2).reshape(-1, groups * inputs);
    }

    public override UnitParameters? ReadUnits(int size) =>
        convolution.groups > 1 ? null : new UnitParameters(Weight, _transposed ? 0 : 1, size);

    public override void Randomise(Generator generator)
    {
        double bound = 1 / Math.Sqrt(Math.Max(1, Weight.numel() / Weight.shape[0]));
        Draw(Weight, bound, generator);
        Draw(convolution.bias, bound, generator);
    }

    public override IEnumerable<Action> Hook(Func<Tensor, Tensor> read, Func<Tensor, Tensor> written) => Hook(convolution, read, written);
}
