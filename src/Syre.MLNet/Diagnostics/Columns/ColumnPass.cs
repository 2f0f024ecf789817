namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>
/// Takes the rows of a column one by one. Of 500 rows or more, one in five is held back from the spectrum, so that the profile of rows
/// shows what new rows look like; of fewer, none is. What each slot does by itself is counted over all rows.
/// </summary>
internal sealed class ColumnPass : IDisposable
{
    /// <summary>From so many rows on some are held back: a hundred of them give quantiles, and four hundred remain.</summary>
    internal const int RowsToHoldBack = 500;
    private const double HeldBackShare = 0.2;

    private readonly ColumnRandom _heldBack;
    private readonly RowSample _sample;
    private StoredRows? _first;

    /// <param name="statistics">What mean, spectrum and subspace are measured by; disposed with this.</param>
    /// <param name="width">Number of slots.</param>
    /// <param name="seed">The seed.</param>
    public ColumnPass(ColumnStatistics statistics, int width, long seed)
    {
        Statistics = statistics;
        Counts = new SlotCounts(width);
        _first = new StoredRows(width);
        _sample = new RowSample(width, seed);
        _heldBack = new ColumnRandom(seed, ColumnRandom.Stream.HeldBack);
    }

    /// <summary>Mean, spectrum and subspace of the rows that are not held back.</summary>
    public ColumnStatistics Statistics { get; }

    /// <summary>What each slot does, over all rows.</summary>
    public SlotCounts Counts { get; }

    /// <summary>‖x‖ of every row.</summary>
    public List<float> Norms { get; } = [];

    /// <summary>Whether the sample was held back.</summary>
    public bool HeldBack => _first is null;

    /// <summary>A sample of the rows held back; all rows where none are.</summary>
    public StoredRows Sample => _first ?? _sample.Rows;

    /// <summary>Adds a row.</summary>
    public void Add(NonzeroRow row)
    {
        Counts.Add(row);
        Norms.Add(row.Norm());
        if (_first is null)
            Route(row, Norms.Count - 1);
        else
            Keep(_first, row);
    }

    /// <summary>Adds nothing more.</summary>
    public void Complete()
    {
        for (int i = 0; i < (_first?.Count ?? 0); i++)
            Statistics.Add(_first![i]);
    }

    public void Dispose() => Statistics.Dispose();

    private void Keep(StoredRows first, NonzeroRow row)
    {
        first.Add(row);
        if (first.Count < RowsToHoldBack)
            return;
        _first = null;
        for (int i = 0; i < first.Count; i++)
            Route(first[i], i);
    }

    // By chance and not every fifth row: rows may come in turns.
    private void Route(NonzeroRow row, int index)
    {
        if (_heldBack.Uniform((ulong)index) < HeldBackShare)
            _sample.Add(row);
        else
            Statistics.Add(row);
    }
}
