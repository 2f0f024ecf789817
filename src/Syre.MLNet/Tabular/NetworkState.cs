using Syre.Onnx;
using TorchSharp;

namespace Syre.MLNet.Tabular;

/// <summary>Copies parameters and buffers from one network to another of the same shape.</summary>
internal static class NetworkState
{
    /// <summary>Copies all state of <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentException">The networks differ in a name or a shape.</exception>
    public static void Copy(torch.nn.Module source, torch.nn.Module target)
    {
        using var _ = torch.no_grad();
        Dictionary<string, torch.Tensor> from = source.state_dict(), to = target.state_dict();
        string[] different = from.Keys.Union(to.Keys)
            .Where(name => !from.TryGetValue(name, out torch.Tensor? f) || !to.TryGetValue(name, out torch.Tensor? t) || !f.shape.SequenceEqual(t.shape))
            .Order()
            .ToArray();
        if (different.Length > 0)
            throw new ArgumentException(
                $"The earlier network is not of this shape; they differ in {string.Join(", ", different)}. Use the options and the feature column of " +
                "the earlier training.", nameof(source));
        foreach ((string name, torch.Tensor tensor) in to)
            tensor.copy_(from[name]);
    }

    /// <summary>
    /// Copies the state that a file holds. Buffers may be missing from it: a network that only scores does without those that training counts with.
    /// </summary>
    /// <exception cref="ArgumentException">The network is not of the file's shape.</exception>
    public static void Load(IReadOnlyDictionary<string, OnnxTensor> source, torch.nn.Module target)
    {
        using var _ = torch.no_grad();
        var tensors = target.named_parameters().Select(p => (p.name, (torch.Tensor)p.parameter, Required: true))
            .Concat(target.named_buffers().Select(b => (b.name, b.buffer, Required: false)));
        foreach ((string name, torch.Tensor tensor, bool required) in tensors)
        {
            if (!source.TryGetValue(name, out OnnxTensor? stored))
            {
                if (required)
                    throw new ArgumentException($"The file has no parameter '{name}', which this network has. Use the factory that made the network.");
                continue;
            }
            if (!stored.Dims.SequenceEqual(tensor.shape))
                throw new ArgumentException(
                    $"The file's '{name}' has shape [{string.Join(", ", stored.Dims)}], this network's has [{string.Join(", ", tensor.shape)}].");
            using torch.Tensor values = stored.ElementType == OnnxElementType.Int64
                ? torch.tensor(stored.Int64s.ToArray(), tensor.shape)
                : torch.tensor(stored.Floats.ToArray(), tensor.shape);
            tensor.copy_(values);
        }
    }
}
