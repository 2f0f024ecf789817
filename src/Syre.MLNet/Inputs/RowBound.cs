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

    public void MapEntries(ReadOnlySpan<long> features, ReadOnlySpan<float> values, Span<float> mapped) => Map(values, mapped);
}
