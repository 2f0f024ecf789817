using static System.FormattableString;

namespace Syre.Torch.Diagnostics.Judging;

/// <summary>Why a layer can be called neither healthy nor anything else.</summary>
internal static class Unjudged
{
    /// <summary>One sentence without its end; null for a layer that can be judged.</summary>
    public static string? Reason(LayerReport layer)
    {
        if (!layer.Measured.Centred.IsMeasured)
            return "its activations could not be measured";
        if (layer.Baseline is { Centred.IsMeasured: false })
            return "the random network that it would be compared with could not be measured";
        if (layer.Rows < 2)
            return Invariant($"it was measured on {layer.Rows} row{(layer.Rows == 1 ? "" : "s")}, and nothing varies in so few");
        return layer is { Measured.Centred.EffectiveRank: 0, Baseline.Centred.EffectiveRank: 0 }
            ? Invariant(
                $"its activations are the same on all {layer.Rows} rows, and so are a random network's: what it reads does not vary")
            : null;
    }
}
