using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Measures a table of embeddings.</summary>
internal static class EmbeddingTable
{
    private const int MostSampled = 256, BlockRows = 16_384, FewestDimensions = 16;
    private const double DeadShareOfMean = CollapseProbeOptions.DefaultDormantThreshold;
    private const double DuplicateDistance = CollapseProbeOptions.DefaultDuplicateThreshold;

    /// <summary>The measures of a table <c>[rows, dimensions]</c>.</summary>
    public static EmbeddingReport Measure(string name, Tensor table)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        long rows = table.shape[0], dimensions = table.shape[1];
        Tensor centred = table - table.mean([0], keepdim: true);
        double[] deviations = Host.Doubles(centred.Square().mean([0]).sqrt().to(float64));
        double least = DeadShareOfMean * deviations.Average();
        long sampled = Math.Min(rows, MostSampled);
        return new EmbeddingReport
        {
            Name = name,
            Rows = rows,
            Dimensions = (int)dimensions,
            EffectiveRank = Spectrum.MeasureGram(Gram(centred), rows, (int)dimensions, centred: true).EffectiveRank,
            DeadDimensions = [.. Enumerable.Range(0, (int)dimensions).Where(dimension => deviations[dimension] <= least)],
            DuplicateShare = dimensions >= FewestDimensions ? Repeated(table, sampled) / (double)sampled : null,
            SampledRows = dimensions >= FewestDimensions ? (int)sampled : 0,
        };
    }

    private static Tensor Gram(Tensor centred)
    {
        Tensor gram = zeros(centred.shape[1], centred.shape[1], float64, centred.device);
        for (long start = 0; start < centred.shape[0]; start += BlockRows)
        {
            using var scope = NewDisposeScope();
            Tensor block = centred.narrow(0, start, Math.Min(BlockRows, centred.shape[0] - start)).to(float64);
            gram.addmm_(block.t(), block);
        }
        return gram;
    }

    /// <summary>How many of some rows, evenly spaced, another row repeats.</summary>
    private static long Repeated(Tensor table, long sampled)
    {
        long rows = table.shape[0];
        Tensor chosen = tensor([.. Enumerable.Range(0, (int)sampled).Select(i => i * rows / sampled)], device: table.device);
        Tensor sample = table.index_select(0, chosen), squares = sample.Square().sum(1, keepdim: true);
        Tensor found = zeros(sampled, @bool, table.device);
        for (long start = 0; start < rows; start += BlockRows)
        {
            using var scope = NewDisposeScope();
            Tensor block = table.narrow(0, start, Math.Min(BlockRows, rows - start));
            Tensor lengths = squares.Add(block.Square().sum(1));
            Tensor distances = (lengths - sample.mm(block.t()).Mul(2)).Mul(2);
            Tensor itself = chosen.unsqueeze(1) == TensorNumbers.Range(start, start + block.shape[0], table.device);
            found.logical_or_((distances <= lengths.Mul(DuplicateDistance)).logical_and(itself.logical_not()).any(1));
        }
        return found.sum().item<long>();
    }
}
