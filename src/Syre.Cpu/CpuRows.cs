using Syre.Cpu.Memory;

namespace Syre.Cpu;

/// <summary>
/// Rows that networks are trained and measured on, in memory of their own: features as the first layer reads them, targets, weights, and an
/// order in which they are taken. They must not be disposed of before the networks that read them.
/// </summary>
public sealed unsafe class CpuRows : IDisposable
{
    private readonly Arena _arena = new();
    private readonly int _rows;

    /// <param name="features">The features, row after row.</param>
    /// <param name="size">Features of a row, at least 1.</param>
    /// <param name="targets">The targets, row after row; empty where rows are only run.</param>
    /// <param name="weights">A weight of each row; empty for ones.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public CpuRows(ReadOnlySpan<float> features, int size, ReadOnlySpan<float> targets = default, ReadOnlySpan<float> weights = default)
    {
        _rows = features.Length / size;
        if (features.Length != (long)_rows * size || (_rows > 0 && targets.Length % _rows != 0) ||
            (!weights.IsEmpty && weights.Length != _rows))
        {
            throw new ArgumentException(
                $"{features.Length} features, {size} a row, {targets.Length} targets and {weights.Length} weights do not fit.");
        }
        Size = size;
        TargetSize = _rows == 0 ? 0 : targets.Length / _rows;
        Features = Copy(features);
        Targets = targets.IsEmpty ? null : Copy(targets);
        Weights = weights.IsEmpty ? null : Copy(weights);
        Order = (long*)_arena.Floats(2L * Math.Max(1, _rows));
        Count = _rows;
        for (int row = 0; row < _rows; row++)
            Order[row] = row;
    }

    /// <summary>Rows in the order: all at first.</summary>
    public int Count { get; private set; }

    /// <summary>Features of a row.</summary>
    public int Size { get; }

    /// <summary>Targets of a row.</summary>
    internal int TargetSize { get; }

    internal float* Features { get; }

    internal float* Targets { get; }

    internal float* Weights { get; }

    internal long* Order { get; }

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

    private float* Copy(ReadOnlySpan<float> values)
    {
        float* copy = _arena.Floats(Math.Max(1, values.Length));
        values.CopyTo(new Span<float>(copy, values.Length));
        return copy;
    }
}
