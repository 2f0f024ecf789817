using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests;

/// <summary>Tensors as plain numbers, and back.</summary>
internal static class Numbers
{
    /// <summary>A copy of a tensor's elements in row-major order.</summary>
    public static float[] Of(Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        using Tensor flat = detached.reshape(-1);
        using Tensor host = flat.cpu();
        using Tensor contiguous = host.contiguous();
        return MemoryMarshal.Cast<byte, float>(contiguous.bytes).ToArray();
    }

    /// <summary>A parameter with these elements.</summary>
    public static Parameter Parameter(params float[] values) => new(tensor(values));

    /// <summary>Gives a parameter this gradient.</summary>
    public static void SetGradient(Parameter parameter, params float[] values)
    {
        using Tensor flat = tensor(values);
        using Tensor gradient = flat.reshape(parameter.shape);
        parameter.grad = gradient;
    }

    /// <summary>
    /// Asserts that both are equal to within <paramref name="tolerance"/> relative to the larger magnitude, and 1e-7 absolute.
    /// </summary>
    public static void AreClose(IReadOnlyList<float> expected, IReadOnlyList<float> actual, double tolerance, string what = "")
    {
        Assert.HasCount(expected.Count, actual);
        for (int i = 0; i < expected.Count; i++)
        {
            double bound = tolerance * Math.Max(Math.Abs(expected[i]), Math.Abs(actual[i])) + 1e-7;
            Assert.IsTrue(Math.Abs(expected[i] - actual[i]) <= bound, $"{what} element {i}: expected {expected[i]}, found {actual[i]}");
        }
    }
}
