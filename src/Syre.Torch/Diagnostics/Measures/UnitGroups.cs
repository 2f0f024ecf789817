using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>Groups of units from pairs: two are in one group if a chain of pairs joins them.</summary>
public sealed class UnitGroups
{
    private readonly Dictionary<int, int> _parents = [];

    /// <summary>Joins the pairs of a mask.</summary>
    /// <param name="alike">True where two units are alike, <c>[units, units]</c> or a block of that.</param>
    /// <param name="firstRow">Unit of the first row, from 0 (default).</param>
    /// <param name="firstColumn">Unit of the first column, from 0 (default). Only pairs whose row is before their column are read.</param>
    public void Join(Tensor alike, int firstRow = 0, int firstColumn = 0)
    {
        ArgumentNullException.ThrowIfNull(alike);
        using var scope = NewDisposeScope();
        int rows = (int)alike.shape[0], columns = (int)alike.shape[1];
        ReadOnlySpan<byte> mask = alike.to(ScalarType.Byte, CPU).contiguous().bytes;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<byte> pairs = mask.Slice(row * columns, columns);
            for (int column = Math.Max(0, firstRow + row + 1 - firstColumn); column < columns; column++)
            {
                int step = pairs[column..].IndexOf((byte)1);
                if (step < 0)
                    break;
                column += step;
                _parents[Root(firstColumn + column)] = Root(firstRow + row);
            }
        }
    }

    /// <summary>The groups, of two units or more; units and groups in rising order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ToLists() =>
        [.. _parents.Keys.Order().ToArray().GroupBy(Root).Select(group => group.ToArray())];

    private int Root(int unit)
    {
        int parent = _parents.GetValueOrDefault(unit, unit);
        return _parents[unit] = parent == unit ? unit : Root(parent);
    }
}
