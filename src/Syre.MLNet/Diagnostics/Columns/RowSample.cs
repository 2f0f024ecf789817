namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>A uniform sample of the rows of a stream (algorithm R: Vitter 1985).</summary>
/// <param name="width">Size of the rows.</param>
/// <param name="seed">The seed.</param>
internal sealed class RowSample(int width, long seed)
{
    /// <summary>Rows kept at most: the 1 % quantile of a full sample lies between 20 rows and the others.</summary>
    internal const int Capacity = 2048;

    private readonly ColumnRandom _random = new(seed, ColumnRandom.Stream.Sample);
    private long _seen;

    /// <summary>The rows kept.</summary>
    public StoredRows Rows { get; } = new(width);

    /// <summary>Adds a row, which may take the place of another.</summary>
    public void Add(NonzeroRow row)
    {
        long place = Rows.Count < Capacity ? Rows.Count : (long)(_random.Uniform((ulong)_seen) * (_seen + 1));
        _seen++;
        if (place == Rows.Count)
            Rows.Add(row);
        else if (place < Capacity)
            Rows.Replace((int)place, row);
    }
}
