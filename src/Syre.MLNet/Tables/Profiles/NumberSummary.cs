namespace Syre.MLNet.Tables.Profiles;

/// <summary>Numbers of a column that were seen: range, median, and how many are missing.</summary>
internal sealed class NumberSummary
{
    /// <summary>Numbers that the median is from; of more a sample, by chance.</summary>
    private const int Sample = 1 << 16;

    private readonly List<float> _sample = [];
    private readonly Random _random = new(1);

    /// <summary>Numbers that are there.</summary>
    public long Count { get; private set; }

    /// <summary>Numbers that are missing.</summary>
    public long Missing { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether two of them differ.</summary>
    public bool Varies => Minimum < Maximum;

    /// <summary>Adds a number; NaN where it is missing.</summary>
    public void Add(double number)
    {
        if (double.IsNaN(number))
        {
            Missing++;
            return;
        }
        Minimum = Math.Min(Minimum, number);
        Maximum = Math.Max(Maximum, number);
        Count++;
        if (_sample.Count < Sample)
            _sample.Add((float)number);
        else if (_random.NextInt64(Count) is var place and < Sample)
            _sample[(int)place] = (float)number;
    }

    /// <summary>The median, of two in the middle the lower one, so that it is a number that occurs; 0 where there is none.</summary>
    public float Median()
    {
        if (_sample.Count == 0)
            return 0;
        float[] sorted = [.. _sample.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }
}
