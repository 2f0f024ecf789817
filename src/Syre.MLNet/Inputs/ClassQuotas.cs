namespace Syre.MLNet.Inputs;

/// <summary>How many rows of each class are to be held back, and how many are.</summary>
internal sealed class ClassQuotas
{
    private readonly int[] _sizes, _quotas, _taken, _more;

    /// <param name="classes">The class of each row, from 0.</param>
    /// <param name="share">The share to hold back, above 0.</param>
    public ClassQuotas(int[] classes, double share)
    {
        int count = classes.Max() + 1;
        (_sizes, _quotas, _taken, _more) = (new int[count], new int[count], new int[count], new int[count]);
        foreach (int one in classes)
            _sizes[one]++;
        int left = Math.Clamp((int)Math.Round(share * classes.Length), 1, classes.Length - 1);
        for (int one = 0; one < count; one++)
            left -= _quotas[one] = Math.Min((int)(share * _sizes[one]), Math.Max(0, _sizes[one] - 1));
        // What the rounding down left over, to the classes that lost the most by it.
        foreach (int one in Enumerable.Range(0, count).OrderByDescending(one => share * _sizes[one] - _quotas[one]))
        {
            if (left > 0 && _quotas[one] < _sizes[one] - 1)
            {
                _quotas[one]++;
                left--;
            }
        }
    }

    /// <summary>
    /// Holds back rows that belong together, if that brings the classes nearer to their quotas and leaves some rows of each.
    /// </summary>
    /// <param name="rows">Their classes.</param>
    public bool Take(ReadOnlySpan<int> rows)
    {
        int nearer = 0;
        bool leavesSome = true;
        foreach (int one in rows)
            _more[one]++;
        foreach (int one in rows)
        {
            if (_more[one] == 0)
                continue;
            int taken = _taken[one] + _more[one];
            nearer += Math.Abs(_taken[one] - _quotas[one]) - Math.Abs(taken - _quotas[one]);
            leavesSome &= taken < _sizes[one];
            _more[one] = 0;
        }
        if (nearer <= 0 || !leavesSome)
            return false;
        foreach (int one in rows)
            _taken[one]++;
        return true;
    }
}
