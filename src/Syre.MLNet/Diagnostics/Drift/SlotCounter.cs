namespace Syre.MLNet.Diagnostics.Drift;

/// <summary>Counts the values of one slot between the cuts of the profile.</summary>
internal sealed class SlotCounter
{
    private readonly SlotReference _reference;

    /// <summary>Values by how many cuts are at or below them.</summary>
    private readonly long[] _places;
    private long _count;
    private double _sum;
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    /// <param name="reference">What to compare with.</param>
    public SlotCounter(SlotReference reference) => (_reference, _places) = (reference, new long[reference.Cuts.Length + 1]);

    private SlotCounter(SlotCounter other)
    {
        (_reference, _places) = (other._reference, [.. other._places]);
        (_count, _sum, _minimum, _maximum) = (other._count, other._sum, other._minimum, other._maximum);
    }

    /// <summary>A counter that has seen the same and is counted no further.</summary>
    public SlotCounter Copy() => new(this);

    /// <summary>Counts a value.</summary>
    public void Add(float value)
    {
        int place = 0;
        while (place < _reference.Cuts.Length && _reference.Cuts[place].At <= value)
            place++;
        _places[place]++;
        _count++;
        _sum += value;
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
    }

    /// <summary>Compares with the profile.</summary>
    /// <param name="noise">What chance reaches.</param>
    /// <param name="limit">The shift beyond which it is drift.</param>
    public SlotDrift Compare(double noise, double limit)
    {
        double shift = _count == 0 ? 0 : LargestShift();
        return new SlotDrift
        {
            Name = _reference.Name,
            Mean = _count == 0 ? double.NaN : _sum / _count,
            Minimum = _count == 0 ? float.NaN : _minimum,
            Maximum = _count == 0 ? float.NaN : _maximum,
            TrainingMedian = _reference.Median,
            Shift = shift,
            Noise = noise,
            IsDrifting = Math.Abs(shift) > limit,
        };
    }

    /// <summary>At the cut where it is largest: too few rows below it are a rise, too many a fall.</summary>
    private double LargestShift()
    {
        double rise = 0, fall = 0;
        long below = 0;
        for (int cut = 0; cut < _reference.Cuts.Length; cut++)
        {
            below += _places[cut];
            double share = (double)below / _count;
            rise = Math.Max(rise, _reference.Cuts[cut].Least - share);
            fall = Math.Max(fall, share - _reference.Cuts[cut].Most);
        }
        return rise >= fall ? rise : -fall;
    }
}
