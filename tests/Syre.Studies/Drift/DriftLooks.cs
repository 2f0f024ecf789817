namespace Syre.Studies.Drift;

/// <summary>What monitors said of rows of the training's source.</summary>
/// <param name="Size">Rows of the stream; null for all that there are.</param>
/// <param name="Memory">Whether the one of the model in memory spoke of drift.</param>
/// <param name="File">Whether the one of the file did.</param>
/// <param name="Strict">Whether the one of the file did that counts every shift beyond chance, at 5 %.</param>
internal readonly record struct DriftLook(int? Size, bool Memory, bool File, bool Strict);

/// <summary>What monitors said of one set.</summary>
/// <param name="Set">The set.</param>
/// <param name="ProfileRows">Rows of the profile.</param>
/// <param name="HeldBack">Whether training did not see them.</param>
internal sealed record DriftLooks(DriftSet Set, long ProfileRows, bool HeldBack)
{
    /// <summary>Rows a stream.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [50, 200, 1000];

    /// <summary>Of the same source.</summary>
    public List<DriftLook> Same { get; } = [];

    /// <summary>The largest shift of all rows of the same source, one a split.</summary>
    public List<double> LargestShifts { get; } = [];

    /// <summary>Of other sources: what is changed, rows of the stream, whether it was found.</summary>
    public List<(string Change, int Size, bool Found)> Changed { get; } = [];

    /// <summary>All splits of one set.</summary>
    public static DriftLooks Join(IReadOnlyList<DriftLooks> splits)
    {
        var joined = new DriftLooks(splits[0].Set, splits[0].ProfileRows, splits.All(split => split.HeldBack));
        foreach (DriftLooks split in splits)
        {
            joined.Same.AddRange(split.Same);
            joined.LargestShifts.AddRange(split.LargestShifts);
            joined.Changed.AddRange(split.Changed);
        }
        return joined;
    }
}
