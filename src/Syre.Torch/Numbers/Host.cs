using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Syre.Torch.Numbers;

/// <summary>Tensors as plain numbers in this process's memory, in row-major order.</summary>
internal static class Host
{
    public static double[] Doubles(Tensor tensor) => Copy<double>(tensor, ScalarType.Float64);

    public static float[] Singles(Tensor tensor) => Copy<float>(tensor, ScalarType.Float32);

    public static long[] Longs(Tensor tensor) => Copy<long>(tensor, ScalarType.Int64);

    /// <summary>A copy in double on the CPU, whatever device or type; for the current dispose scope.</summary>
    public static Tensor InDouble(Tensor tensor) => tensor.detach().to(ScalarType.Float64, CPU);

    private static T[] Copy<T>(Tensor tensor, ScalarType type)
        where T : unmanaged
    {
        using var scope = NewDisposeScope();
        Tensor host = tensor.detach().to(type, CPU).contiguous();
        return host.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(host.bytes).ToArray();
    }
}
