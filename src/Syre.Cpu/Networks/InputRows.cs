using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>The rows that a lane reads: all features or the entries, and in which order.</summary>
internal readonly unsafe struct InputRows
{
    /// <summary>The features, row after row.</summary>
    public float* Features { get; init; }

    /// <summary>Features of a row.</summary>
    public int Size { get; init; }

    /// <summary>The entries, in place of the features.</summary>
    public SparseEntries Entries { get; init; }

    /// <summary>Numbers of the rows; null where they come as they lie.</summary>
    public long* Order { get; init; }

    /// <summary>Place of the first in that order.</summary>
    public int First { get; init; }

    /// <summary>Some rows of a set.</summary>
    public static InputRows Of(CpuRows rows, int first) => new()
    {
        Features = rows.Features, Size = rows.Size, Entries = rows.Entries, Order = rows.Order, First = first,
    };

    /// <summary>Number of a row in its set.</summary>
    public long Row(int place) => Order == null ? First + place : Order[First + place];
}
