using System.Numerics;
using Syre.Cpu;

namespace Syre.MLNet.Inputs;

/// <summary>
/// Scales and bounds rows of features in this process's memory as the network does (<see cref="FeatureScale"/>): z = (x − center)·factor,
/// within ±16384, then z/√(1 + z²/9); what is not finite gives NaN. By IEEE-exact operations alone, so that every machine gives the same
/// bits.
/// </summary>
/// <param name="scales">The scale of each feature.</param>
internal sealed class RowScaling(IReadOnlyList<FeatureScale> scales) : IRowMap
{
    private readonly float[] _centers = [.. scales.Select(scale => scale.Center)];
    private readonly float[] _factors = [.. scales.Select(scale => scale.Factor)];

    /// <summary>Scales a row.</summary>
    /// <param name="row">Every feature's value.</param>
    /// <param name="scaled">Gets as many numbers; it may be the row itself.</param>
    public void Map(ReadOnlySpan<float> row, Span<float> scaled)
    {
        ReadOnlySpan<float> centers = _centers.AsSpan(0, row.Length), factors = _factors.AsSpan(0, row.Length);
        int at = 0;
        for (; at <= row.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            var value = new Vector<float>(row[at..]);
            Bounded((value - new Vector<float>(centers[at..])) * new Vector<float>(factors[at..]), value).CopyTo(scaled[at..]);
        }
        for (; at < row.Length; at++)
            scaled[at] = Bounded(new Vector<float>((row[at] - centers[at]) * factors[at]), new Vector<float>(row[at]))[0];
    }

    /// <summary>Scales the entries of sparse rows, which are not centred.</summary>
    public SparseRows MapEntries(SparseRows rows)
    {
        var scaled = new float[rows.Values.Length];
        for (int at = 0; at < scaled.Length; at++)
            scaled[at] = Bounded(new Vector<float>(rows.Values[at] * _factors[rows.Features[at]]), new Vector<float>(rows.Values[at]))[0];
        return new(rows.Starts, rows.Features, scaled);
    }

    /// <param name="scaled">The values scaled.</param>
    /// <param name="raw">The values: 0 times NaN or infinity is NaN, and 0 times any other is nothing.</param>
    private static Vector<float> Bounded(Vector<float> scaled, Vector<float> raw)
    {
        Vector<float> z = Vector.Min(Vector.Max(scaled, new Vector<float>(-FeatureScale.Limit)), new Vector<float>(FeatureScale.Limit));
        Vector<float> divisor = Vector.SquareRoot(
            z * z / new Vector<float>(FeatureScale.Bound * FeatureScale.Bound) + Vector<float>.One);
        return z / divisor + raw * Vector<float>.Zero;
    }
}
