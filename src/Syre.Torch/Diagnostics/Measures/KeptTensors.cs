using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Tensors that outlive the scope they are made in, to be disposed together.</summary>
internal sealed class KeptTensors : IDisposable
{
    private readonly List<Tensor> _tensors = [];

    public Tensor Keep(Tensor tensor)
    {
        _tensors.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _tensors)
            tensor.Dispose();
    }
}
