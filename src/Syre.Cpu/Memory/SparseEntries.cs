namespace Syre.Cpu.Memory;

/// <summary>Entries of sparse rows, in memory that stays where it is as long as they are read.</summary>
internal readonly unsafe struct SparseEntries
{
    /// <summary>Where each row begins in the other two, and their length at the end.</summary>
    public long* Starts { get; init; }

    /// <summary>The feature of each entry.</summary>
    public int* Features { get; init; }

    /// <summary>The value of each entry.</summary>
    public float* Values { get; init; }

    /// <summary>How many entries a row has.</summary>
    public int Count(long row) => (int)(Starts[row + 1] - Starts[row]);
}
