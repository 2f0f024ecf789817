using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>A user's own module with weights.</summary>
internal sealed class CustomWeights(string name, nn.Module<Tensor, Tensor> module, IUnitLayer layer) : WeightModule(name, module)
{
    public override Tensor Incoming() => layer.UnitWeights().detach();

    public override Tensor? Bias() => layer.UnitBias()?.detach();

    public override Tensor Outgoing(int size) => LinearWeights.OfFeatures(Incoming(), size);

    /// <remarks>
    /// Its parametrisation is not known, so matrices are drawn and then brought to the scale at which the weights in effect, if they are
    /// proportional to them, have PyTorch's default size.
    /// </remarks>
    public override void Randomise(Generator generator)
    {
        using var scope = NewDisposeScope();
        double bound = 1 / Math.Sqrt(Math.Max(1, layer.UnitWeights().shape[1]));
        foreach ((_, TorchSharp.Modules.Parameter parameter) in module.named_parameters(recurse: false))
            Draw(parameter, parameter.dim() > 1 ? 1 : bound, generator);
        double size = Math.Sqrt(layer.UnitWeights().detach().to(ScalarType.Float64).Square().mean().item<double>());
        if (size > 0)
        {
            foreach ((_, TorchSharp.Modules.Parameter parameter) in module.named_parameters(recurse: false))
            {
                if (parameter.dim() > 1)
                    parameter.Mul_(bound / Math.Sqrt(3) / size);
            }
        }
    }

    public override IEnumerable<Action> Hook(Func<Tensor, Tensor> read, Func<Tensor, Tensor> written) => Hook(module, read, written);
}
