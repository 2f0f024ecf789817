namespace Syre.Torch;

/// <summary>What is known of a training besides its activations; each is null where it is not known. A low rank is called collapse only
/// with a second sign, and these give some.</summary>
public sealed record CollapseEvidence
{
    /// <summary>Loss of the network on the probe rows.</summary>
    public double? Loss { get; init; }

    /// <summary>Loss on the same rows of the best constant answer; a network not better than that has stopped learning.</summary>
    public double? ConstantLoss { get; init; }

    /// <summary>Error of the network on rows it was not trained on; lower is better.</summary>
    public double? ValidationError { get; init; }

    /// <summary>The same error of a smaller or less decayed network.</summary>
    public double? ReferenceError { get; init; }

    /// <summary>Standard error of the difference of the two; null where it is not known, and then a tenth of
    /// the reference is taken.</summary>
    public double? ErrorUncertainty { get; init; }
}
