using Syre.Cpu.Memory;

namespace Syre.Cpu;

/// <summary>
/// Rows of which only some features are listed; the others are 0. A row may have no entry, and a feature several times: then they add up.
/// </summary>
public readonly ref struct SparseRows
{
    /// <param name="starts">Where each row begins in the other two, and their length at the end: <c>[rows + 1]</c>.</param>
    /// <param name="features">Number of the feature of each entry, from 0.</param>
    /// <param name="values">Value of each entry.</param>
    /// <exception cref="ArgumentException">The starts do not ascend from 0 to the number of entries.</exception>
    public SparseRows(ReadOnlySpan<long> starts, ReadOnlySpan<long> features, ReadOnlySpan<float> values)
    {
        bool fits = starts.Length > 0 && starts[0] == 0 && starts[^1] == features.Length && features.Length == values.Length;
        for (int row = 0; fits && row < starts.Length - 1; row++)
            fits = starts[row] <= starts[row + 1];
        if (!fits)
        {
            throw new ArgumentException(
                $"{starts.Length} starts do not ascend from 0 to {features.Length} features, of which there are as many as the " +
                $"{values.Length} values.", nameof(starts));
        }
        Starts = starts;
        Features = features;
        Values = values;
    }

    /// <summary>Number of rows.</summary>
    public int Count => Math.Max(0, Starts.Length - 1);

    /// <summary>Where each row begins, and the number of entries.</summary>
    public ReadOnlySpan<long> Starts { get; }

    /// <summary>Features of the entries.</summary>
    public ReadOnlySpan<long> Features { get; }

    /// <summary>Values of the entries.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Copies them to where they stay, and fails for entries of features that there are not.</summary>
    internal unsafe SparseEntries Copy(int size, Arena arena)
    {
        var copy = new SparseEntries
        {
            Starts = arena.Longs(Math.Max(1, Starts.Length)),
            Features = arena.Ints(Values.Length),
            Values = arena.Floats(Values.Length),
        };
        Starts.CopyTo(new Span<long>(copy.Starts, Starts.Length));
        Values.CopyTo(new Span<float>(copy.Values, Values.Length));
        CopyFeatures(size, new Span<int>(copy.Features, Values.Length));
        return copy;
    }

    /// <summary>Copies the features of the entries, and fails for those that there are not.</summary>
    internal void CopyFeatures(int size, Span<int> features)
    {
        for (int i = 0; i < Features.Length; i++)
        {
            if ((ulong)Features[i] >= (ulong)size)
                throw new ArgumentException($"An entry is of feature {Features[i]}; there are {size}.");
            features[i] = (int)Features[i];
        }
    }
}
