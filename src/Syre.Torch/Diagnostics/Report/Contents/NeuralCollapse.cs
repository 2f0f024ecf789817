namespace Syre.Torch;

/// <summary>
/// Neural collapse of the last hidden layer (Papyan et al. 2020): a benign low rank of classes − 1 at zero training error. Each goes to 0.
/// </summary>
/// <param name="WithinClassVariability">NC1: tr(S_W S_B⁺)/classes.</param>
/// <param name="MeanNormSpread">NC2: deviation over mean of the norms of the centred class means.</param>
/// <param name="WeightNormSpread">NC2: the same of the rows of the classifier.</param>
/// <param name="MeanAngleGap">NC2: mean |cos + 1/(classes − 1)| over pairs of class means.</param>
/// <param name="SelfDuality">NC3: ‖W/‖W‖ − M/‖M‖‖²; null where the classifier is not known.</param>
/// <param name="NearestMeanDisagreement">NC4: share of rows where network and nearest class mean disagree.</param>
/// <param name="TrainingError">Share of wrong rows.</param>
public sealed record NeuralCollapse(
    double WithinClassVariability,
    double MeanNormSpread,
    double? WeightNormSpread,
    double MeanAngleGap,
    double? SelfDuality,
    double NearestMeanDisagreement,
    double TrainingError)
{
    /// <summary>What keeps this from being neural collapse; none where it is.</summary>
    internal IEnumerable<string> Missing(CollapseThresholds thresholds)
    {
        if (!(TrainingError <= thresholds.NeuralCollapseError))
            yield return FormattableString.Invariant($"more than {thresholds.NeuralCollapseError:0.##%} of the rows are wrong");
        if (!(WithinClassVariability <= thresholds.NeuralCollapseVariability))
            yield return FormattableString.Invariant($"NC1 is above {thresholds.NeuralCollapseVariability:0.###}");
        if (!(NearestMeanDisagreement <= thresholds.NeuralCollapseError))
            yield return FormattableString.Invariant($"NC4 is above {thresholds.NeuralCollapseError:0.##%}");
    }
}
