using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>What each slot of a column does, by itself.</summary>
/// <param name="width">Number of slots.</param>
internal sealed class SlotCounts(int width)
{
    /// <summary>
    /// A slot whose deviation is below this share of its root mean square is constant: a float's rounding is a hundredth of it.
    /// </summary>
    private const double ConstantDeviation = 1e-5;

    private readonly long[] _nonzero = new long[width];
    private readonly double[] _magnitudes = new double[width];
    private readonly double[] _sums = new double[width];
    private readonly double[] _squares = new double[width];
    private readonly float[] _first = new float[width];

    /// <summary>Rows counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Counts a row.</summary>
    public void Add(NonzeroRow row)
    {
        if (Rows++ == 0)
        {
            for (int i = 0; i < row.Slots.Length; i++)
                _first[row.Slots[i]] = row.Values[i];
        }

        for (int i = 0; i < row.Slots.Length; i++)
        {
            int slot = row.Slots[i];
            float value = row.Values[i];
            _nonzero[slot]++;
            _magnitudes[slot] += Math.Abs(value);
            // From the first row's value, so that a small spread about a large mean is not lost; zeros of sparse rows are made good below.
            double difference = (double)value - _first[slot];
            _sums[slot] += difference;
            _squares[slot] += difference * difference;
        }
    }

    /// <summary>The slots by what is wrong with them; one row alone makes none constant.</summary>
    public UnitMeasures Measures(IReadOnlyList<IReadOnlyList<int>> twins)
    {
        int[] constant = [.. Enumerable.Range(0, width).Where(slot => Rows > 1 && _nonzero[slot] > 0 && IsConstant(slot))];
        return UnitCensus.Count(Rows, _nonzero, _magnitudes) with { Constant = constant, Twins = twins };
    }

    private bool IsConstant(int slot)
    {
        double first = _first[slot];
        long zeros = Rows - _nonzero[slot];
        double mean = (_sums[slot] - zeros * first) / Rows;
        double variance = Math.Max(0, (_squares[slot] + zeros * first * first) / Rows - mean * mean);
        double square = variance + (mean + first) * (mean + first);
        return variance <= ConstantDeviation * ConstantDeviation * square;
    }
}
