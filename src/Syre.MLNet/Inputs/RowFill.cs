using Syre.Cpu;

namespace Syre.MLNet.Inputs;

/// <summary>Fills in missing values of rows, and adds what tells that they were missing, before another map.</summary>
/// <param name="fill">What takes the place of each feature's missing value.</param>
/// <param name="indicated">The features of which a number tells whether the value is missing, ascending.</param>
/// <param name="present">That number, where it is.</param>
/// <param name="next">What comes after.</param>
internal sealed class RowFill(float[] fill, IReadOnlyList<int> indicated, float[] present, IRowMap next) : IRowMap
{
    private readonly Dictionary<long, int> _indicators = indicated.Index().ToDictionary(entry => (long)entry.Item, entry => entry.Index);

    public int Added => indicated.Count;

    public void Map(ReadOnlySpan<float> row, Span<float> mapped)
    {
        for (int i = 0; i < indicated.Count; i++)
            mapped[row.Length + i] = float.IsNaN(row[indicated[i]]) ? present[i] : 0;
        for (int feature = 0; feature < row.Length; feature++)
            mapped[feature] = float.IsNaN(row[feature]) ? fill[feature] : row[feature];
        next.Map(mapped, mapped);
    }

    public SparseRows MapEntries(SparseRows rows)
    {
        if (!rows.Values.Contains(float.NaN))
            return next.MapEntries(rows);
        var starts = new long[rows.Starts.Length];
        List<long> features = new(rows.Features.Length);
        List<float> values = new(rows.Values.Length);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int at = (int)rows.Starts[row]; at < rows.Starts[row + 1]; at++)
            {
                long feature = rows.Features[at];
                bool missing = float.IsNaN(rows.Values[at]);
                features.Add(feature);
                values.Add(missing ? fill[feature] : rows.Values[at]);
                if (!missing || !_indicators.TryGetValue(feature, out int indicator))
                    continue;
                features.Add(fill.Length + indicator);
                values.Add(present[indicator]);
            }
            starts[row + 1] = features.Count;
        }
        return next.MapEntries(new SparseRows(starts, features.ToArray(), values.ToArray()));
    }
}
