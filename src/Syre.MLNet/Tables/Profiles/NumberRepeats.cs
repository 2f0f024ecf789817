namespace Syre.MLNet.Tables.Profiles;

/// <summary>Whether whole numbers tell the rows apart, as numbers of customers and running numbers do.</summary>
internal sealed class NumberRepeats
{
    private const int Maximum = 1 << 20;

    private HashSet<double>? _seen = [];
    private long _count;

    /// <summary>Share of numbers that repeat none before; 0 where there are fractions or many repeats.</summary>
    public double Distinct => _seen is null || _count == 0 ? 0 : (double)_seen.Count / _count;

    /// <summary>Adds a number that is there.</summary>
    public void Add(double number)
    {
        if (_seen is null)
            return;
        _count++;
        _seen.Add(number);
        if (number != Math.Floor(number) || (_count > 200 && _seen.Count < 0.95 * _count))
            _seen = null;
        else if (_seen.Count > Maximum)
            (_seen, _count) = ([], 0);
    }

    /// <summary>
    /// Whether numbers without a repeat are too many to have none by chance. Of n numbers from a range of R, n²/2R repeat another one on
    /// average, if they are spread evenly, else more (the problem of birthdays): with 7, there is none by chance once in a thousand times.
    /// </summary>
    public static bool CannotBeChance(long count, double minimum, double maximum) =>
        (double)count * count / 2 / (maximum - minimum + 1) >= 7;
}
