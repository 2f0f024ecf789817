using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>Everything that the slots of a row are computed from.</summary>
/// <param name="Mean">The mean row μ.</param>
/// <param name="Subspace">The principal directions U.</param>
/// <param name="MedianNorm">Median ‖x‖ of training rows that are not all zero; 1 where all are.</param>
/// <param name="Report">The report, whose constants go to every row.</param>
internal sealed record ColumnModel(double[] Mean, PrincipalSubspace Subspace, float MedianNorm, CollapseReport Report)
{
    private const int BlockRows = 128;

    /// <summary>The slots that are the same for every row; NaN for what is not known.</summary>
    public float[] Constants => [(float)Layer.EffectiveRankRatio, (float)Layer.Measured.Units.DeadShare, DuplicateShare];

    /// <summary>Whether twins were looked for.</summary>
    public required bool KnowsTwins { get; init; }

    private LayerReport Layer => Report.Layers[0];

    private float DuplicateShare => KnowsTwins ? (float)Layer.Measured.Units.DuplicateShare : float.NaN;

    /// <summary>The per-row slots of some rows, <c>[rows, 3]</c>, in double precision.</summary>
    public float[,] PerRow(StoredRows rows)
    {
        var result = new float[rows.Count, ColumnSlots.PerRow.Count];
        using var scope = NewDisposeScope();
        Tensor mean = tensor(Mean, float64);
        Tensor directions = tensor(Subspace.Directions, [Mean.Length, Subspace.Count], float64);
        for (int first = 0; first < rows.Count; first += BlockRows)
        {
            using var block = NewDisposeScope();
            int count = Math.Min(BlockRows, rows.Count - first);
            Tensor centred = tensor(rows.Dense(first, count), [count, Mean.Length], float64) - mean;
            double[] all = centred.square().sum(dim: 1).ToValues<double>();
            double[] inside = centred.matmul(directions).square().sum(dim: 1).ToValues<double>();
            for (int i = 0; i < count; i++)
            {
                NonzeroRow row = rows[first + i];
                result[first + i, 0] = (float)row.Slots.Length / Mean.Length;
                result[first + i, 1] = row.Norm() / MedianNorm;
                result[first + i, 2] = all[i] == 0 ? 0 : (float)Math.Clamp(1 - inside[i] / all[i], 0, 1);
            }
        }
        return result;
    }
}
