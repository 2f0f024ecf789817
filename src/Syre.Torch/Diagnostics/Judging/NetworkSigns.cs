namespace Syre.Torch.Diagnostics.Judging;

/// <summary>What the evidence says of the network as a whole.</summary>
internal sealed class NetworkSigns
{
    /// <summary>Without an uncertainty of the error's difference, this share of the reference's error takes its place.</summary>
    private const double DefaultUncertainty = 0.1;

    /// <summary>Standard errors above the reference that still are no worse; between these and the threshold
    /// the errors say neither.</summary>
    private const double NoWorse = 1;

    public NetworkSigns(CollapseReport report, CollapseThresholds thresholds)
    {
        CollapseEvidence evidence = report.Evidence;
        TargetDirections = Math.Max(1, (report.Classes ?? 2) - 1);
        if (evidence is { Loss: { } loss, ConstantLoss: > 0 and { } constant })
            LossSaved = 1 - loss / constant;
        if (evidence is { ValidationError: { } error, ReferenceError: { } reference }
            && (evidence.ErrorUncertainty ?? DefaultUncertainty * Math.Abs(reference)) is > 0 and var uncertainty)
        {
            ErrorExcess = (error - reference) / uncertainty;
        }
        // A loss that is not a number has saved nothing, so the comparisons are such that it counts as stopped and not as fitted.
        HasStopped = LossSaved is { } saved && !(saved >= thresholds.LossReduction);
        bool isNotable = evidence.ValidationError > (1 + thresholds.ErrorIncrease) * evidence.ReferenceError;
        IsWorse = ErrorExcess > thresholds.ErrorExcess && isNotable;
        LostNothing = ErrorExcess <= NoWorse || ErrorExcess is not null && !isNotable || LossSaved >= thresholds.FittedLossReduction;
        Missed = [.. report.IgnoredFeatures.Where(feature =>
            feature.IsNeeded && !(Math.Abs(feature.ResidualCorrelation ?? 1) < thresholds.NeededCorrelation))];
        HasNeuralCollapse = report.NeuralCollapse is { } collapse && collapse.TrainingError <= thresholds.NeuralCollapseError
            && collapse.NearestMeanDisagreement <= thresholds.NeuralCollapseError;
    }

    /// <summary>Directions that the classes need: their means span one less than there are; 1 for a number.</summary>
    public int TargetDirections { get; }

    /// <summary>Share of the constant answer's loss that the network saves; null where it is not known.</summary>
    public double? LossSaved { get; }

    /// <summary>How far the error is above the reference's, in standard errors; null where it is not known.</summary>
    public double? ErrorExcess { get; }

    /// <summary>The network is hardly better than the constant answer.</summary>
    public bool HasStopped { get; }

    /// <summary>The reference errs less.</summary>
    public bool IsWorse { get; }

    /// <summary>The network shows that it has what its task needs.</summary>
    public bool LostNothing { get; }

    /// <summary>Ignored features that the label depends on.</summary>
    public IReadOnlyList<IgnoredFeature> Missed { get; }

    /// <summary>The last layer's low rank, and its twins, are neural collapse.</summary>
    public bool HasNeuralCollapse { get; }

    /// <summary>Something was lost, whatever the layers look like.</summary>
    public bool ShowsLoss => HasStopped || IsWorse || (Missed.Count > 0 && !LostNothing);
}
