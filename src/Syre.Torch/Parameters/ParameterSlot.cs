using Syre.Cpu;
using TorchSharp.Modules;

namespace Syre.Torch.Parameters;

/// <summary>One parameter tensor of an optimizer, with its place in the optimizer's flat vectors.</summary>
internal sealed class ParameterSlot(string name, Parameter parameter, int index, long length, long offset)
{
    public string Name { get; } = name;

    public Parameter Parameter { get; } = parameter;

    /// <summary>Its place among all slots.</summary>
    public int Index { get; } = index;

    /// <summary>Its number of elements.</summary>
    public long Length { get; } = length;

    /// <summary>Where its elements start in a flat vector.</summary>
    public long Offset { get; } = offset;

    /// <summary>How many updates it has had that its rule counts; they differ between parameters when gradients are missing.</summary>
    public long Steps { get; set; }

    /// <summary>Whether the options let it be pulled.</summary>
    public bool IsPulled { get; set; }

    /// <summary>Whether its group decays at all, whatever λ is at the moment.</summary>
    public bool Decays { get; init; } = true;

    /// <summary>
    /// The deviation that σ0 is a multiple of: the group's, or null for its own until the target of the pull is resolved.
    /// </summary>
    public double? InitialDeviation { get; set; }

    /// <summary>Which elements of θ0 it has; null for those of its own places.</summary>
    public ElementOrder? Order { get; set; }

    /// <summary>Its resolved σ0; 0 where θ0 is not random.</summary>
    public double Sigma0 { get; set; }

    /// <summary>Its resolved b; 0 where D = 1.</summary>
    public double Anisotropy { get; set; }

    /// <summary>Its number of rows, if it is a table.</summary>
    public long Rows => Parameter.size(0);

    /// <summary>The length of a row, if it is a table.</summary>
    public int Width { get; } = parameter.dim() == 2 ? (int)parameter.size(1) : 0;

    /// <summary>Finds its rows in a list, if it is a table.</summary>
    public RowFinder Finder => field ??= new RowFinder(this);

    /// <summary>The pulls its rows have missed, once it had a sparse gradient.</summary>
    public OwedPulls? Owed { get; set; }
}
