using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Everything that the slots of a row are computed from.</summary>
/// <param name="Subspace">The mean row μ and the principal directions U.</param>
/// <param name="MedianNorm">Median ‖x‖ of training rows that are not all zero; 1 where all are.</param>
/// <param name="Report">The report, whose constants go to every row.</param>
internal sealed record ColumnModel(PrincipalSubspace Subspace, float MedianNorm, CollapseReport Report)
{
    /// <summary>
    /// An entry counts as at most so many median norms: beyond that a row's slots no longer change, and a float holds the sum of squares
    /// of any row.
    /// </summary>
    public const float LargestEntry = 1e15f;

    /// <summary>The slots that are the same for every row; NaN for what is not known.</summary>
    public float[] Constants => [(float)Layer.EffectiveRankRatio, (float)Layer.Measured.Units.DeadShare, DuplicateShare];

    /// <summary>Whether rows can be compared with the training rows; if not, the slot that does is NaN.</summary>
    public bool KnowsSubspace => !double.IsNaN(Subspace.Mean[0]);

    /// <summary>Whether twins were looked for.</summary>
    public required bool KnowsTwins { get; init; }

    private LayerReport Layer => Report.Layers[0];

    private float DuplicateShare => KnowsTwins ? (float)Layer.Measured.Units.DuplicateShare : float.NaN;

    /// <summary>The per-row slots of some rows, <c>[rows, 3]</c>, in double precision.</summary>
    public float[,] PerRow(StoredRows rows)
    {
        var result = new float[rows.Count, ColumnSlots.PerRow.Count];
        var distance = new SubspaceDistance(Subspace);
        for (int i = 0; i < rows.Count; i++)
        {
            NonzeroRow row = rows[i].Within((float)Math.Min((double)LargestEntry * MedianNorm, float.MaxValue));
            result[i, 0] = (float)row.Slots.Length / Subspace.Width;
            result[i, 1] = row.Norm() / MedianNorm;
            result[i, 2] = (float)distance.ShareOutside(row);
        }
        return result;
    }
}
