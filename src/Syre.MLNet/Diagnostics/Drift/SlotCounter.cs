using Syre.Torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>Counts the values of one slot between the quantiles of the training. Values equal to a quantile are counted apart, so that ties do no harm.</summary>
internal sealed class SlotCounter
{
    private readonly SlotProfile _profile;
    private readonly IReadOnlyList<double> _probabilities;
    private readonly float[] _edges;
    private readonly long[] _byPassed;
    private readonly long[] _byReached;
    private long _count;
    private double _sum;
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    public SlotCounter(SlotProfile profile, IReadOnlyList<double> probabilities)
    {
        (_profile, _probabilities) = (profile, probabilities);
        _edges = [.. profile.Quantiles];
        // One counter for each place between edges: how many edges a value is above, and how many it reaches.
        _byPassed = new long[_edges.Length + 1];
        _byReached = new long[_edges.Length + 1];
    }

    /// <summary>Counts a value.</summary>
    public void Add(float value)
    {
        int reached = 0;
        while (reached < _edges.Length && _edges[reached] <= value)
            reached++;
        int above = reached;
        while (above > 0 && _edges[above - 1] == value)
            above--;
        _byPassed[above]++;
        _byReached[reached]++;
        _count++;
        _sum += value;
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
    }

    /// <summary>Compares with the training.</summary>
    public SlotDrift Compare(double noise, double minimumShift)
    {
        double shift = _count == 0 ? 0 : LargestShift();
        return new SlotDrift
        {
            Name = _profile.Name,
            Mean = _count == 0 ? double.NaN : _sum / _count,
            Minimum = _count == 0 ? float.NaN : _minimum,
            Maximum = _count == 0 ? float.NaN : _maximum,
            TrainingMedian = _edges[_edges.Length / 2],
            Shift = shift,
            Noise = noise,
            IsDrifting = Math.Abs(shift) > Math.Max(noise, minimumShift),
        };
    }

    /// <summary>
    /// A quantile q of probability p has at most the share p of the training rows below it, and at least p up to it. What the rows seen have too many below
    /// counts as a fall, what they have too few up to it as a rise.
    /// </summary>
    private double LargestShift()
    {
        double rise = 0, fall = 0;
        long below = 0, upTo = 0;
        for (int edge = 0; edge < _edges.Length; edge++)
        {
            below += _byReached[edge];
            upTo += _byPassed[edge];
            rise = Math.Max(rise, _probabilities[edge] - (double)upTo / _count);
            fall = Math.Max(fall, (double)below / _count - _probabilities[edge]);
        }
        return rise >= fall ? rise : -fall;
    }
}
