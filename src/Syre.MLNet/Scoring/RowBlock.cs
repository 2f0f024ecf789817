using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>Runs a network on collected rows and writes what it gives, row after row.</summary>
internal delegate void RowRun(IReadOnlyList<FeatureBlock> rows, Span<float> outputs);

/// <summary>Reads rows of a network's inputs, and runs it on those collected.</summary>
/// <param name="blocks">What is collected of each input.</param>
/// <param name="rowSize">Numbers that a row gives.</param>
/// <param name="run">Runs the network.</param>
internal sealed class RowBlock(IReadOnlyList<FeatureBlock> blocks, int rowSize, RowRun run)
{
    /// <summary>Rows collected.</summary>
    public int Count => blocks[0].Count;

    /// <summary>Forgets the rows collected.</summary>
    public void Clear()
    {
        foreach (FeatureBlock block in blocks)
            block.Clear();
    }

    /// <summary>Adds a row, by its vector of each input.</summary>
    public void Add(VBuffer<float>[] row)
    {
        for (int input = 0; input < row.Length; input++)
            blocks[input].Add(row[input]);
    }

    /// <summary>Writes what the network gives for the rows collected to <paramref name="outputs"/>, row after row.</summary>
    /// <param name="outputs">Where to; it may be longer.</param>
    public void Score(Span<float> outputs) => run(blocks, outputs[..(Count * rowSize)]);
}
