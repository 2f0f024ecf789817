using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>Reads rows of a network's inputs, and runs it on those collected.</summary>
/// <param name="run">Runs the network.</param>
/// <param name="blocks">What is collected of each input.</param>
internal sealed class RowBlock(Func<Batch, torch.Tensor> run, IReadOnlyList<FeatureBlock> blocks)
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
    public void Score(Span<float> outputs)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.inference_mode();
        var rows = new Batch([.. blocks.Select(block => block.ToRows())]);
        MemoryMarshal.Cast<byte, float>(run(rows).cpu().contiguous().bytes).CopyTo(outputs);
    }
}
