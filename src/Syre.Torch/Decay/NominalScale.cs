using Syre.Torch.Parameters;
using TorchSharp.Modules;

namespace Syre.Torch.Decay;

/// <summary>The deviation that a parameter has by its place in a network, not by its values: 1/√fan_in.</summary>
internal static class NominalScale
{
    /// <summary>√2, which keeps the deviation of sums through layers of ReLUs (He, Zhang, Ren, Sun 2015).</summary>
    public static readonly double HeGain = Math.Sqrt(2);

    /// <summary>The product of all sizes but the first, or the number of elements of a vector or scalar.</summary>
    public static double FanIn(Parameter parameter)
    {
        double elements = parameter.numel();
        return parameter.dim() > 1 ? elements / parameter.size(0) : elements;
    }

    /// <summary>1/√fan_in, of a bias that of its weight; null for a vector without one.</summary>
    public static double? Of(ParameterSlot slot, IReadOnlyList<ParameterSlot> all)
    {
        Parameter? weight = slot.Parameter.dim() > 1 ? slot.Parameter : WeightOf(slot.Name, all);
        return weight is null ? null : 1 / Math.Sqrt(FanIn(weight));
    }

    private static Parameter? WeightOf(string name, IReadOnlyList<ParameterSlot> all)
    {
        const string bias = "bias";
        int at = name.LastIndexOf(bias, StringComparison.Ordinal);
        if (at < 0)
            return null;
        string weight = string.Concat(name.AsSpan(0, at), "weight", name.AsSpan(at + bias.Length));
        return all.FirstOrDefault(slot => slot.Name == weight && slot.Parameter.dim() > 1)?.Parameter;
    }
}
