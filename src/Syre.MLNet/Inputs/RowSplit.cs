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

    /// <summary>The same of rows with weights. Those that weigh nothing stay in training: held back alone they could be no judge.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="weights">The weight of each; null for ones.</param>
    /// <param name="share">The share held back.</param>
    /// <param name="seed">The training's seed.</param>
    public static (long[] Training, long[] HeldBack) Draw(int rows, float[]? weights, double share, long seed)
    {
        if (weights?.Contains(0) is not true)
            return Draw(rows, share, seed);
        ILookup<bool, long> weighs = All(rows).ToLookup(row => weights[row] > 0);
        long[] drawn = [.. weighs[true]];
        (long[] training, long[] heldBack) = Draw(drawn.Length, share, seed);
        return ([.. training.Select(row => drawn[row]), .. weighs[false]], Array.ConvertAll(heldBack, row => drawn[row]));
    }

    /// <summary>
    /// The rows to train on and those held back: the given share, but at least one row stays on either side of a share above 0.
    /// </summary>
    public static (long[] Training, long[] HeldBack) Draw(int rows, double share, long seed)
    {
        long[] all = All(rows);
        if (share == 0 || rows < 2)
            return (all, []);
        new Random(unchecked((int)SeedSequence.Derive(seed, SeedStream.Split))).Shuffle(all);
        int heldBack = Math.Clamp((int)Math.Round(share * rows), 1, rows - 1);
        return (all[heldBack..], all[..heldBack]);
    }
}
