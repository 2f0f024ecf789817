using System.Runtime.InteropServices;

namespace Syre.Cpu.Tests;

/// <summary>Entries of sparse rows.</summary>
internal sealed record TestEntries(List<long> Starts, List<long> Features, List<float> Values)
{
    public SparseRows Rows => new(
        CollectionsMarshal.AsSpan(Starts), CollectionsMarshal.AsSpan(Features), CollectionsMarshal.AsSpan(Values));

    /// <summary>All entries of some rows.</summary>
    public static unsafe TestEntries Of(CpuRows rows)
    {
        int count = (int)rows.Entries.Starts[rows.Count];
        return new(
            [.. new ReadOnlySpan<long>(rows.Entries.Starts, rows.Count + 1)],
            [.. Enumerable.Range(0, count).Select(i => (long)rows.Entries.Features[i])],
            [.. new ReadOnlySpan<float>(rows.Entries.Values, count)]);
    }
}
