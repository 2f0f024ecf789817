using Syre.MLNet.Runtime;

namespace Syre.MLNet.Inputs;

/// <summary>Splits rows at random into those trained on and those held back.</summary>
internal static class RowSplit
{
    /// <summary>All row numbers in order.</summary>
    public static long[] All(int rows)
    {
        var all = new long[rows];
        for (int row = 0; row < rows; row++)
            all[row] = row;
        return all;
    }

    /// <summary>
    /// The rows to train on and those held back: of each class the given share, as near as whole rows and groups come, but so that every
    /// class is trained on; at least one row, or group, stays on either side of a share above 0.
    /// </summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="share">The share held back.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="classes">The class of each row, from 0; null (default) where there are none.</param>
    /// <param name="groups">The group of each row, from 0, whose rows all go to one side; null (default) for rows by themselves.</param>
    public static (long[] Training, long[] HeldBack) Draw(int rows, double share, long seed, int[]? classes = null, int[]? groups = null)
    {
        long[] order = All(rows);
        if (share == 0 || rows < 2)
            return (order, []);
        new Random(unchecked((int)SeedSequence.Derive(seed, SeedStream.Split))).Shuffle(order);
        ArraySegment<long>[] parts = groups is null
            ? [.. Enumerable.Range(0, rows).Select(at => new ArraySegment<long>(order, at, 1))]
            : [.. order.GroupBy(row => groups[row]).Select(group => new ArraySegment<long>([.. group]))];
        if (parts.Length < 2)
            return (order, []);
        classes ??= new int[rows];
        var heldBack = new bool[rows];
        var quotas = new ClassQuotas(classes, share);
        if (parts.Count(part => Take(part, quotas, classes, heldBack)) == 0)
        {
            foreach (long row in parts.MinBy(part => part.Count))
                heldBack[row] = true;
        }
        return ([.. order.Where(row => !heldBack[row])], [.. order.Where(row => heldBack[row])]);
    }

    /// <summary>
    /// The same of rows with weights, drawn from those that weigh something: rows of weight 0 alone could be no judge. They are trained on,
    /// or go with their group.
    /// </summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="share">The share held back.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="weights">The weight of each row; null for ones.</param>
    /// <param name="classes">The class of each row, from 0; null where there are none.</param>
    /// <param name="groups">The group of each row, from 0; null for rows by themselves.</param>
    public static (long[] Training, long[] HeldBack) Draw(
        int rows, double share, long seed, float[]? weights, int[]? classes, int[]? groups)
    {
        if (weights?.Contains(0) is not true)
            return Draw(rows, share, seed, classes, groups);
        long[] weighing = [.. All(rows).Where(row => weights[row] > 0)];
        HashSet<long> heldBack = [.. Draw(weighing.Length, share, seed, Of(classes), Of(groups)).HeldBack.Select(at => weighing[at])];
        HashSet<int>? heldGroups = groups is null ? null : [.. heldBack.Select(row => groups[row])];
        ILookup<bool, long> isHeldBack = All(rows).ToLookup(row => heldGroups?.Contains(groups![row]) ?? heldBack.Contains(row));
        return ([.. isHeldBack[false]], [.. isHeldBack[true]]);

        int[]? Of(int[]? values) => values is null ? null : Array.ConvertAll(weighing, row => values[row]);
    }

    private static bool Take(ArraySegment<long> part, ClassQuotas quotas, int[] classes, bool[] heldBack)
    {
        if (!quotas.Take([.. part.Select(row => classes[row])]))
            return false;
        foreach (long row in part)
            heldBack[row] = true;
        return true;
    }
}
