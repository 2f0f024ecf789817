using TorchSharp.Modules;

namespace Syre.MLNet.Networks;

/// <summary>
/// Weights of which sparse rows of one input read one row an entry, and that then get a gradient of these rows only.
/// </summary>
/// <param name="Weights">The weights.</param>
/// <param name="Input">The input, from 0.</param>
internal readonly record struct InputTable(Parameter Weights, int Input = 0);
