using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Export;

/// <summary>Brings the state of a network back from the graph that <see cref="OnnxExporter"/> wrote.</summary>
internal static class OnnxStateLoader
{
    /// <summary>
    /// Copies the graph's initializers into the parameters and buffers of the same names. Nothing is changed unless all fit.
    /// </summary>
    /// <param name="model">The graph.</param>
    /// <param name="network">A network of the same architecture, on any device.</param>
    /// <exception cref="ArgumentException">A name is missing in the graph or unknown to the network, or a shape or type differs; the
    /// message lists all.</exception>
    public static void Load(OnnxModel model, nn.Module network)
    {
        Dictionary<string, OnnxTensor> saved = model.Initializers.ToDictionary(entry => model.GivenName(entry.Key), entry => entry.Value);
        // Parameters that stand in several places have several names, of which the file has at least one.
        var states = network.state_dict()
            .GroupBy(entry => entry.Value.Handle)
            .Select(shared => (Names: shared.Select(entry => entry.Key).ToArray(), Tensor: shared.First().Value))
            .ToArray();
        var found = states
            .Select(state => (Name: state.Names.FirstOrDefault(saved.ContainsKey), state.Tensor))
            .Where(state => state.Name is not null)
            .ToDictionary(state => state.Name!, state => state.Tensor);
        string[] problems =
        [
            .. states.Where(state => !state.Names.Any(found.ContainsKey)).Select(state => $"'{state.Names[0]}' is missing in the file"),
            .. saved.Keys.Except(states.SelectMany(state => state.Names)).Select(name => $"the network has no '{name}'"),
            .. found.Select(state => Difference(state.Key, saved[state.Key], state.Value)).OfType<string>(),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException(
                $"The saved state does not fit the network: {string.Join("; ", problems)}. Use the factory that made the network.",
                nameof(network));
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach ((string name, Tensor tensor) in found)
            tensor.copy_(ToTensor(saved[name]));
    }

    private static string? Difference(string name, OnnxTensor saved, Tensor tensor)
    {
        ScalarType? type = saved.ElementType switch
        {
            OnnxElementType.Float => ScalarType.Float32,
            OnnxElementType.Int64 => ScalarType.Int64,
            _ => null,
        };
        return saved.Dims.SequenceEqual(tensor.shape) && type == tensor.dtype
            ? null
            : $"'{name}' is {saved.ElementType}[{string.Join(", ", saved.Dims)}] in the file and " +
              $"{tensor.dtype}[{string.Join(", ", tensor.shape)}] in the network";
    }

    private static Tensor ToTensor(OnnxTensor saved) => saved.ElementType == OnnxElementType.Float
        ? tensor(saved.Floats.ToArray(), [.. saved.Dims])
        : tensor(saved.Int64s.ToArray(), [.. saved.Dims]);
}
