using System.Numerics;
using System.Runtime.CompilerServices;
using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>
/// The entries of a step's rows by feature, each feature's in the order of the rows, and what the tables' outputs have as gradient. The
/// caller's thread fills it; others read it.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="arena">Where memory is.</param>
internal sealed unsafe class TableBatch(NetworkPlan network, Arena arena) : ILaneReader
{
    /// <summary>Entries of a part, and distinct features, at most where a feature has fewer: what a thread sums at a time.</summary>
    private const int PartEntries = 512, PartRows = 64;

    private readonly int[] _layers = [.. network.Tables.Select(table => table.Layer)];
    private readonly ulong[] _seen = new ulong[(network.Inputs + 63) / 64];
    private readonly int* _places = arena.Ints(network.Inputs);
    private readonly List<TablePart> _oneTable = [];
    private volatile TablePart[] _parts = [];
    private TableRoom _room = new(network, rows: 0, entries: 0, arena);

    /// <summary>The tables.</summary>
    public CpuLayer[] Tables { get; } = [.. network.Tables.Select(table => table.Plan.Layer)];

    /// <summary>Most features of a part.</summary>
    public static int MostPartRows => PartRows;

    /// <summary>Memory of the present step.</summary>
    public TableRoom Room => Volatile.Read(ref _room);

    /// <summary>Parts of the present step's features, for a table each.</summary>
    public TablePart[] Parts => _parts;

    /// <summary>The features that the step's rows have entries of, ascending.</summary>
    public ReadOnlySpan<long> Distinct => new(_room.Distinct, _room.DistinctCount);

    /// <summary>Groups the entries of a step's rows.</summary>
    public void Group(CpuRows rows, int start, int count)
    {
        SparseEntries all = rows.Entries;
        long* order = rows.Order + start;
        long entries = 0;
        for (int r = 0; r < count; r++)
            entries += all.Count(order[r]);
        // A thread that is late may still read the earlier room: it stays as it is where it has become too small.
        if (count > _room.Rows || entries > _room.Entries)
        {
            Volatile.Write(ref _room, new TableRoom(
                network, Math.Max(count, _room.Rows), checked((int)Math.Max(entries, _room.Entries + _room.Entries / 2L)), arena));
        }
        for (int r = 0; r < count; r++)
            Count(all, order[r]);
        List();
        for (int r = 0; r < count; r++)
            Place(all, order[r], r);
        foreach (long feature in Distinct)
            _places[feature] = 0;
        _parts = [.. Enumerable.Range(0, Tables.Length).SelectMany(table => _oneTable.Select(part => part with { Table = table }))];
    }

    public void Take(LaneMemory lane, int first)
    {
        for (int table = 0; table < Tables.Length; table++)
        {
            int outputs = Tables[table].Outputs, step = lane.Steps[_layers[table]];
            float* to = _room.Gradients(table) + (nint)first * outputs, from = lane.Gradients(_layers[table]);
            for (int r = 0; r < lane.Rows; r++)
                new ReadOnlySpan<float>(from + (nint)r * step, outputs).CopyTo(new Span<float>(to + (nint)r * outputs, outputs));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(in SparseEntries all, long row)
    {
        int* features = all.Features + all.Starts[row], end = features + all.Count(row), places = _places;
        Span<ulong> seen = _seen;
        for (; features < end; features++)
        {
            int feature = *features;
            seen[feature >> 6] |= 1UL << feature;
            places[feature]++;
        }
    }

    /// <summary>Lists the distinct features, where each one's entries begin, and the parts.</summary>
    private void List()
    {
        _oneTable.Clear();
        TableRoom room = _room;
        int distinct = 0, place = 0, from = 0, fromPlace = 0;
        for (int word = 0; (word = Next(word)) < _seen.Length; _seen[word++] = 0)
        {
            for (ulong left = _seen[word]; left != 0; left &= left - 1)
            {
                int feature = word * 64 + BitOperations.TrailingZeroCount(left), count = _places[feature];
                if (distinct - from == PartRows || (distinct > from && place + count - fromPlace > PartEntries))
                {
                    _oneTable.Add(new TablePart(0, from, distinct));
                    (from, fromPlace) = (distinct, place);
                }
                room.Distinct[distinct] = feature;
                room.Starts[distinct++] = _places[feature] = place;
                place += count;
            }
        }
        room.Starts[distinct] = place;
        room.DistinctCount = distinct;
        if (distinct > from)
            _oneTable.Add(new TablePart(0, from, distinct));
    }

    /// <summary>The next word that has a feature.</summary>
    private int Next(int word)
    {
        int ahead = _seen.AsSpan(word).IndexOfAnyExcept(0UL);
        return ahead < 0 ? _seen.Length : word + ahead;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(in SparseEntries all, long row, int number)
    {
        int* features = all.Features + all.Starts[row], places = _places, numbers = _room.Numbers;
        float* from = all.Values + all.Starts[row], to = _room.Values;
        int count = all.Count(row);
        for (int i = 0; i < count; i++)
        {
            int place = places[features[i]]++;
            numbers[place] = number;
            to[place] = from[i];
        }
    }
}

/// <summary>Some of a step's distinct features, as rows of a table.</summary>
/// <param name="Table">Which table.</param>
/// <param name="From">Place of the first in the list of distinct features.</param>
/// <param name="To">One past the last.</param>
internal readonly record struct TablePart(int Table, int From, int To);

/// <summary>
/// Memory of a step's grouped entries. Whatever is in it, every number is one of a row that it has room for: a thread that still reads it
/// when it is filled anew reads nothing beyond.
/// </summary>
internal sealed unsafe class TableRoom
{
    private readonly nint[] _gradients;

    /// <param name="network">The network.</param>
    /// <param name="rows">Most rows of a step.</param>
    /// <param name="entries">Most entries of a step.</param>
    /// <param name="arena">Where it is.</param>
    public TableRoom(NetworkPlan network, int rows, int entries, Arena arena)
    {
        (Rows, Entries) = (rows, entries);
        Distinct = arena.Longs(entries);
        Starts = arena.Ints(entries + 1L);
        Numbers = arena.Ints(entries);
        Values = arena.Floats(entries);
        _gradients = [.. network.Tables.Select(table => (nint)arena.Floats((long)rows * table.Plan.Layer.Outputs))];
    }

    /// <summary>Most rows of a step.</summary>
    public int Rows { get; }

    /// <summary>Most entries of a step.</summary>
    public int Entries { get; }

    /// <summary>The features that there are entries of.</summary>
    public long* Distinct { get; }

    /// <summary>How many.</summary>
    public int DistinctCount { get; set; }

    /// <summary>Where the entries of each begin, and their number.</summary>
    public int* Starts { get; }

    /// <summary>Number of each entry's row in the step.</summary>
    public int* Numbers { get; }

    /// <summary>Value of each entry.</summary>
    public float* Values { get; }

    /// <summary>Gradient of a table's outputs, <c>[rows, outputs]</c>.</summary>
    public float* Gradients(int table) => (float*)_gradients[table];
}
