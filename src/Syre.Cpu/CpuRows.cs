using Syre.Cpu.Memory;

namespace Syre.Cpu;

/// <summary>
/// Rows that networks are trained and measured on, in memory of their own: features as the first layer reads them, all or the entries that
/// are not 0, targets, weights, and an order in which they are taken. They must not be disposed of before the networks that read them.
/// </summary>
public sealed unsafe class CpuRows : IDisposable
{
    private readonly Arena _arena = new();
    private readonly int _rows;
    private readonly CpuRows? _owner;

    /// <param name="features">The features, row after row.</param>
    /// <param name="size">Features of a row, at least 1.</param>
    /// <param name="targets">The targets, row after row; empty where rows are only run.</param>
    /// <param name="weights">A weight of each row; empty for ones.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public CpuRows(ReadOnlySpan<float> features, int size, ReadOnlySpan<float> targets = default, ReadOnlySpan<float> weights = default)
        : this(Rows(features.Length, size), size, targets, weights) => Features = Copy(features);

    private CpuRows(int rows, int size, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        _rows = rows;
        if ((_rows > 0 && targets.Length % _rows != 0) || (!weights.IsEmpty && weights.Length != _rows))
            throw new ArgumentException($"{targets.Length} targets and {weights.Length} weights do not fit {rows} rows.");
        Size = size;
        TargetSize = _rows == 0 ? 0 : targets.Length / _rows;
        Targets = targets.IsEmpty ? null : Copy(targets);
        Weights = weights.IsEmpty ? null : Copy(weights);
        Order = NewOrder();
        Count = _rows;
        for (int row = 0; row < _rows; row++)
            Order[row] = row;
    }

    private CpuRows(CpuRows owner, ReadOnlySpan<long> rows)
    {
        (_owner, _rows, Size, TargetSize) = (owner, owner._rows, owner.Size, owner.TargetSize);
        Features = owner.Features;
        Targets = owner.Targets;
        Weights = owner.Weights;
        Entries = owner.Entries;
        Order = NewOrder();
        SetOrder(rows);
    }

    /// <summary>Rows of which only entries are listed, for a network whose first layer is a table.</summary>
    /// <param name="entries">The features that are not 0.</param>
    /// <param name="size">Features of a row, at least 1.</param>
    /// <param name="targets">The targets, row after row; empty (default) where rows are only run.</param>
    /// <param name="weights">A weight of each row; empty (default) for ones.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or there is no such feature.</exception>
    public static CpuRows Sparse(
        SparseRows entries, int size, ReadOnlySpan<float> targets = default, ReadOnlySpan<float> weights = default)
    {
        var rows = new CpuRows(entries.Count, size, targets, weights);
        rows.Entries = entries.Copy(size, rows._arena);
        return rows;
    }

    /// <summary>Rows in the order: all at first.</summary>
    public int Count { get; private set; }

    /// <summary>Features of a row.</summary>
    public int Size { get; }

    /// <summary>Targets of a row.</summary>
    internal int TargetSize { get; }

    /// <summary>The features; null where only entries are listed.</summary>
    internal float* Features { get; }

    /// <summary>The entries; without memory where all features are listed.</summary>
    internal SparseEntries Entries { get; private set; }

    /// <summary>Whether only entries are listed.</summary>
    internal bool HasEntries => Entries.Starts != null;

    internal float* Targets { get; }

    internal float* Weights { get; }

    internal long* Order { get; }

    /// <summary>Some of the rows, in an order of their own, from the same memory, which must outlive them.</summary>
    /// <param name="rows">Numbers of rows, at most as many as there are.</param>
    /// <exception cref="ArgumentException">There are too many, or no such row.</exception>
    public CpuRows Others(ReadOnlySpan<long> rows) => new(_owner ?? this, rows);

    /// <summary>Takes other rows, or the same in another order.</summary>
    /// <param name="rows">Numbers of rows, at most as many as there are.</param>
    /// <exception cref="ArgumentException">There are too many, or no such row.</exception>
    public void SetOrder(ReadOnlySpan<long> rows)
    {
        if (rows.Length > _rows)
            throw new ArgumentException($"The order has {rows.Length} rows; there are {_rows}.", nameof(rows));
        foreach (long row in rows)
        {
            if (row < 0 || row >= _rows)
                throw new ArgumentException($"The order has row {row}; there are {_rows}.", nameof(rows));
        }
        rows.CopyTo(new Span<long>(Order, rows.Length));
        Count = rows.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private static int Rows(int features, int size) => features % size == 0
        ? features / size
        : throw new ArgumentException($"{features} features are no whole rows of {size}.", nameof(features));

    private long* NewOrder() => _arena.Longs(Math.Max(1, _rows));

    private float* Copy(ReadOnlySpan<float> values)
    {
        float* copy = _arena.Floats(Math.Max(1, values.Length));
        values.CopyTo(new Span<float>(copy, values.Length));
        return copy;
    }
}
