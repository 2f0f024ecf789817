using Syre.Torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>A layer as a row of a data view; the properties are its columns, in this order.</summary>
internal sealed class LayerRow(CollapseReport report, LayerReport layer)
{
    private RankMeasures Ranks => layer.Measured.Centred;

    public ReadOnlyMemory<char> Layer => layer.Name.AsMemory();

    public ReadOnlyMemory<char> Kind => layer.Kind.AsMemory();

    public int Width => layer.Width;

    public long Rows => layer.Rows;

    public float EffectiveRank => (float)Ranks.EffectiveRank;

    public float BaselineEffectiveRank => Single(layer.Baseline?.Centred.EffectiveRank);

    public float EffectiveRankRatio => (float)layer.EffectiveRankRatio;

    public int Rank99 => Ranks.Rank99;

    public int NumericalRank => Ranks.NumericalRank;

    public float StableRank => (float)Ranks.StableRank;

    public float ParticipationRatio => (float)Ranks.ParticipationRatio;

    public float RankMe => (float)layer.Measured.Uncentred.RankMe;

    public float SpectralExponent => Single(Ranks.SpectralExponent);

    public float DeadShare => (float)layer.Measured.Units.DeadShare;

    public float DuplicateShare => (float)layer.Measured.Units.DuplicateShare;

    public float NearestMirror => Single(layer.Measured.Mirrors?.Nearest);

    public float Imbalance => Single(layer.Measured.Mirrors?.Imbalance);

    public ReadOnlyMemory<char> Verdict => report.VerdictOf(layer.Name).ToString().AsMemory();

    private static float Single(double? value) => (float)(value ?? double.NaN);
}
