using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Groups of units from pairs: two are in one group if a chain of alike pairs joins them.</summary>
internal static class UnitGroups
{
    /// <param name="alike">A mask <c>[units, units]</c>, symmetric; the diagonal is not read.</param>
    /// <returns>Groups of two or more, units and groups in rising order.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(Tensor alike)
    {
        int width = (int)alike.shape[0];
        byte[] mask = Host.Mask(alike);
        int[] parent = [.. Enumerable.Range(0, width)];
        for (int i = 0; i < width; i++)
        {
            ReadOnlySpan<byte> row = mask.AsSpan(i * width, width);
            for (int j = i + 1; j < width; j++)
            {
                int step = row[j..].IndexOf((byte)1);
                if (step < 0)
                    break;
                j += step;
                parent[Root(parent, j)] = Root(parent, i);
            }
        }
        return [.. Enumerable.Range(0, width)
            .GroupBy(unit => Root(parent, unit))
            .Where(group => group.Count() > 1)
            .Select(group => (IReadOnlyList<int>)[.. group])];
    }

    private static int Root(int[] parent, int unit)
    {
        while (parent[unit] != unit)
            unit = parent[unit] = parent[parent[unit]];
        return unit;
    }
}
