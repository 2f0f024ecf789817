using Syre.Torch;

namespace Syre.Reporting.Html;

/// <summary>What to do about what was found.</summary>
internal static class Remedies
{
    /// <summary>What to do about a finding, in one or two sentences.</summary>
    public static string For(CollapseReport report, CollapseFinding finding) => finding switch
    {
        { Verdict: CollapseVerdict.NotJudged } => "Nothing, unless the model errs too much: then measure on more rows.",
        { Measure: nameof(CollapseThresholds.RowsPerUnit) } => "Measure on more rows, or make the layer smaller.",
        { Measure: nameof(CollapseThresholds.LossReduction) } =>
            "See first whether the features tell of the label at all: let boosted trees learn the same rows. If they do better, train " +
            "longer, with another learning rate, or with less weight decay.",
        { Measure: nameof(CollapseThresholds.ErrorExcess) } =>
            "Keep the reference network. Then train this one with syre, or with less weight decay, and compare again.",
        { Measure: nameof(CollapseThresholds.NeededCorrelation) } =>
            "See whether the features named are of another size than the others, and whether ScaleFeatures is on. Train longer, or with " +
            "less weight decay.",
        { Measure: nameof(CollapseThresholds.InactiveLatentShare) } =>
            "Give the divergence less weight at first (warm-up), or a floor (free bits).",
        { Layer: null } => "Make the table smaller: fewer dimensions, or rarer entries in one.",
        { Verdict: CollapseVerdict.Collapsed } => report.Recommendation!,
        { Measure: nameof(CollapseThresholds.DeadShare) or nameof(CollapseThresholds.DuplicateShare) } =>
            "Nothing, if the error is good. A smaller layer will do as well; if the error is not good, use an activation without a flat " +
            "side (Selu, Mish) or a lower learning rate.",
        _ => "Nothing, if the error is good: the network needs no more. A smaller layer will do as well. If the error is not good, train " +
            "with less weight decay.",
    };
}
