using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// A parameter, and where in it a layer's units are: what is exchanged between two units, or changes its sign, at a mirror of the loss.
/// Where <see cref="UnitSize"/> is above 1, unit j has the indices from j × size on, as after a convolution is flattened.
/// </summary>
/// <param name="Parameter">The live parameter, or a view of it; it is written to and restored.</param>
/// <param name="Dimension">The dimension that the units are along.</param>
/// <param name="UnitSize">Indices along that dimension for each unit.</param>
public sealed record UnitParameters(Tensor Parameter, int Dimension, int UnitSize = 1);
