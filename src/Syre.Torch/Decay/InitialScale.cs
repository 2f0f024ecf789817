using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Decay;

/// <summary>The scale that σ0 is a multiple of.</summary>
internal static class InitialScale
{
    /// <summary>
    /// The standard deviation (of the population) of the tensor's present values, or 1/√fan_in if they are all equal; fan_in is the
    /// product of all sizes but the first, or the number of elements of a vector or scalar.
    /// </summary>
    public static double Of(Parameter parameter)
    {
        using var _ = no_grad();
        using Tensor flat = parameter.reshape(-1);
        using Tensor host = flat.cpu();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(host.bytes);
        if (values.IsEmpty)
            return 0;
        if (values.IndexOfAnyExcept(values[0]) < 0)
            return 1 / Math.Sqrt(NominalScale.FanIn(parameter));

        // In a fixed order and in double, so that the same weights give the same θ0 on every machine.
        double sum = 0, squares = 0;
        foreach (float value in values)
            sum += value;
        double mean = sum / values.Length;
        foreach (float value in values)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / values.Length);
    }
}
