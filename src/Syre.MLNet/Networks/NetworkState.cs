using TorchSharp;

namespace Syre.MLNet.Networks;

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
}
