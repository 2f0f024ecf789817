using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>A copy of a network's parameters and buffers, to come back to.</summary>
internal sealed class NetworkSnapshot : ICheckpointed, IDisposable
{
    private readonly (Tensor Live, Tensor Copy)[] _tensors;

    /// <summary>Copies the present state of <paramref name="network"/>.</summary>
    public NetworkSnapshot(nn.Module network)
    {
        using var _ = no_grad();
        _tensors = network.parameters().Concat(network.buffers())
            .Select(live => ((Tensor)live, live.detach().clone().DetachFromDisposeScope()))
            .ToArray();
    }

    /// <summary>Copies the present state over the one kept.</summary>
    public void Update()
    {
        using var _ = no_grad();
        foreach ((Tensor live, Tensor copy) in _tensors)
            copy.copy_(live);
    }

    /// <summary>Puts the kept state back.</summary>
    public void Restore()
    {
        using var _ = no_grad();
        foreach ((Tensor live, Tensor copy) in _tensors)
            live.copy_(copy);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => Array.ForEach(_tensors, pair => TensorState.Write(writer, pair.Copy));

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => Array.ForEach(_tensors, pair => TensorState.Read(reader, pair.Copy));

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_tensors, pair => pair.Copy.Dispose());
}
