using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>What a column needs of a principal subspace.</summary>
internal static class Subspaces
{
    /// <summary>What stands for a subspace that could not be measured: its mean is NaN.</summary>
    public static PrincipalSubspace Unknown(int width) => new()
    {
        Mean = [.. Enumerable.Repeat(double.NaN, width)], Basis = [], Variances = [], TotalVariance = double.NaN,
    };

    /// <summary>The subspace with its leading directions only.</summary>
    public static PrincipalSubspace Leading(this PrincipalSubspace subspace, int maximum) => subspace.Dimension <= maximum
        ? subspace
        : subspace with { Basis = subspace.Basis[..(maximum * subspace.Width)], Variances = subspace.Variances[..maximum] };

    /// <summary>The directions, <c>[width, dimension]</c>: for each slot its part in every direction, one after the other.</summary>
    public static double[] BySlot(this PrincipalSubspace subspace)
    {
        int width = subspace.Width, dimension = subspace.Dimension;
        var turned = new double[width * dimension];
        for (int direction = 0; direction < dimension; direction++)
        {
            for (int slot = 0; slot < width; slot++)
                turned[slot * dimension + direction] = subspace.Basis[direction * width + slot];
        }

        return turned;
    }
}
