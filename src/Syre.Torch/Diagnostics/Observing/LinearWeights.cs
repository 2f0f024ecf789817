using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>A linear module.</summary>
internal sealed class LinearWeights(string name, Linear linear) : WeightModule(name, linear)
{
    public override IEnumerable<UnitParameters> OwnUnits => linear.bias is null
        ? [new UnitParameters(linear.weight!, 0)]
        : [new UnitParameters(linear.weight!, 0), new UnitParameters(linear.bias, 0)];

    public override Tensor Incoming() => linear.weight!.detach();

    public override Tensor? Bias() => linear.bias?.detach();

    public override Tensor Outgoing(int size) => OfFeatures(linear.weight!.detach(), size);

    public override UnitParameters ReadUnits(int size) => new(linear.weight!, 1, size);

    public override void Randomise(Generator generator)
    {
        double bound = 1 / Math.Sqrt(Math.Max(1, linear.weight!.shape[1]));
        Draw(linear.weight, bound, generator);
        Draw(linear.bias, bound, generator);
    }

    public override IEnumerable<Action> Hook(Func<Tensor, Tensor> read, Func<Tensor, Tensor> written) => Hook(linear, read, written);

    /// <summary>From <c>[outputs, units × size]</c> to <c>[outputs × size, units]</c>.</summary>
    public static Tensor OfFeatures(Tensor weight, int size) => size == 1
        ? weight
        : weight.reshape(weight.shape[0], -1, size).transpose(1, 2).reshape(weight.shape[0] * size, -1);
}
