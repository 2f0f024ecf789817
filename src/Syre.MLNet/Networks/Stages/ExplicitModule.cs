using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// A module whose parameters, buffers and children are registered by hand, under the names that saved files keep: TorchSharp's own
/// registration would add each of them a second time, under the name of the field behind its property.
/// </summary>
/// <param name="name">Name of the module.</param>
internal abstract class ExplicitModule(string name) : nn.Module<Tensor, Tensor>(name)
{
    protected override void RegisterComponents()
    {
    }
}
