using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Exact statistics from the Gram matrix in double precision, for columns of moderate width.</summary>
/// <param name="width">Number of slots.</param>
internal sealed class GramStatistics(int width) : ColumnStatistics
{
    private const int BlockRows = 256;

    /// <summary>What a column's slots measure may be on any scale, so that the mean deviation says nothing about one of them.</summary>
    private static readonly CollapseProbeOptions s_twins = new() { ConstantThreshold = 0 };

    private readonly ActivationStatistics _statistics = new(width);
    private readonly float[] _block = new float[BlockRows * width];
    private int _inBlock;

    public override bool IsExact => true;

    public override void Add(NonzeroRow row)
    {
        Rows++;
        row.CopyTo(_block.AsSpan(_inBlock * width, width));
        if (++_inBlock == BlockRows)
            AddBlock();
    }

    public override ColumnSpectra Complete(double energy, int maximumSubspace, MeasureLog log)
    {
        AddBlock();
        IReadOnlyList<IReadOnlyList<int>>? twins = log.Try<IReadOnlyList<IReadOnlyList<int>>?>(
            nameof(UnitMeasures.Twins), null, () => _statistics.Units(s_twins).Twins, null);
        return new ColumnSpectra(
            log.Try(nameof(LayerMeasures.Centred), null, _statistics.Centred, RankMeasures.Unmeasured),
            log.Try(nameof(LayerMeasures.Uncentred), null, _statistics.Uncentred, RankMeasures.Unmeasured),
            log.Try(nameof(PrincipalSubspace), null, () => _statistics.PrincipalSubspace(energy)
                .Leading(maximumSubspace), Subspaces.Unknown(width)),
            twins,
            log.Try<UnitSimilarity?>(nameof(LayerReport.Similarity), null, () => _statistics.Similarity(twins), null));
    }

    public override void Dispose() => _statistics.Dispose();

    private void AddBlock()
    {
        if (_inBlock == 0)
            return;
        using var scope = NewDisposeScope();
        _statistics.Add(tensor(_block, [BlockRows, width], float32).narrow(0, 0, _inBlock));
        _inBlock = 0;
    }
}
