using Syre.Cpu;

namespace Syre.MLNet.Inputs;

/// <summary>Bounds features that are not scaled, as the network does.</summary>
/// <param name="limit">The bound; infinity for none.</param>
internal sealed class RowBound(float limit) : IRowMap
{
    public void Map(ReadOnlySpan<float> row, Span<float> mapped)
    {
        for (int i = 0; i < row.Length; i++)
            mapped[i] = float.IsFinite(row[i]) ? Math.Clamp(row[i], -limit, limit) : float.NaN;
    }

    public SparseRows MapEntries(SparseRows rows)
    {
        var mapped = new float[rows.Values.Length];
        Map(rows.Values, mapped);
        return new(rows.Starts, rows.Features, mapped);
    }
}
