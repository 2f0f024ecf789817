namespace Syre.Cpu.Memory;

/// <summary>Entries of sparse rows, in memory that stays where it is.</summary>
internal readonly unsafe struct SparseEntries
{
    /// <summary>Where each row begins in the other two, and their length at the end.</summary>
    public long* Starts { get; private init; }

    /// <summary>The feature of each entry.</summary>
    public int* Features { get; private init; }

    /// <summary>The value of each entry.</summary>
    public float* Values { get; private init; }

    /// <summary>Copies entries.</summary>
    public static SparseEntries Copy(ReadOnlySpan<long> starts, ReadOnlySpan<long> features, ReadOnlySpan<float> values, Arena arena)
    {
        int count = values.Length;
        var copy = new SparseEntries
        {
            Starts = arena.Longs(Math.Max(1, starts.Length)),
            Features = arena.Ints(count),
            Values = arena.Floats(count),
        };
        starts.CopyTo(new Span<long>(copy.Starts, starts.Length));
        values.CopyTo(new Span<float>(copy.Values, count));
        for (int i = 0; i < count; i++)
            copy.Features[i] = (int)features[i];
        return copy;
    }

    /// <summary>How many entries a row has.</summary>
    public int Count(long row) => (int)(Starts[row + 1] - Starts[row]);
}
