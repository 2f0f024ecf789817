using Syre.MLNet.Runtime;
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
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> saved =
            model.Initializers.ToDictionary(entry => model.GivenName(entry.Key), entry => ToTensor(entry.Key, entry.Value));
        Dictionary<string, Tensor> state = network.state_dict();
        // Parameters that stand in several places have several names, of which the file has at least one.
        foreach (string[] names in state.GroupBy(entry => entry.Value.Handle, entry => entry.Key).Select(shared => shared.ToArray()))
        {
            if (Array.Find(names, saved.ContainsKey) is { } known)
                Array.ForEach(names, name => saved.TryAdd(name, saved[known]));
        }

        string[] differences = [.. StateTransfer.Differences(saved, state)];
        if (differences.Length > 0)
        {
            throw new ArgumentException(
                "The saved state does not fit the network; these differ, in the file and in the network: " +
                $"{string.Join("; ", differences)}. Use the factory that made the network.", nameof(network));
        }

        StateTransfer.Copy(saved, state);
    }

    private static Tensor ToTensor(string name, OnnxTensor saved) => saved.ElementType switch
    {
        OnnxElementType.Float => tensor(saved.Floats.ToArray(), [.. saved.Dims]),
        OnnxElementType.Int64 => tensor(saved.Int64s.ToArray(), [.. saved.Dims]),
        _ => throw new ArgumentException($"The file's '{name}' is of {saved.ElementType}, which no parameter or buffer of a network is."),
    };
}
