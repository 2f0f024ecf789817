using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Syre.MLNet.Runtime;

/// <summary>Tensors as plain numbers in this process's memory, in row-major order.</summary>
internal static class HostValues
{
    /// <summary>A copy of the elements.</summary>
    /// <typeparam name="T">The elements' type; no conversion is made.</typeparam>
    public static T[] Copy<T>(Tensor tensor)
        where T : unmanaged
    {
        using var scope = NewDisposeScope();
        Tensor host = tensor.detach().cpu().contiguous();
        return host.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(host.bytes).ToArray();
    }
}
