using System.Text.Json.Serialization;

namespace Syre.MLNet.Objectives;

/// <summary>
/// How a regression label relates to what the network learns: label = <paramref name="Mean"/> + <paramref name="Deviation"/> · output, the
/// output bounded to what occurred in training (RealMLP).
/// </summary>
/// <param name="Mean">Mean of the training labels.</param>
/// <param name="Deviation">Their standard deviation, 1 if they are all alike.</param>
/// <param name="Lowest">The least output that occurred as a training label.</param>
/// <param name="Highest">The greatest output that occurred as a training label.</param>
internal sealed record LabelScale(double Mean, double Deviation, double Lowest, double Highest)
{
    /// <summary>The function of the label that stands in place of it in all of this; null for the label itself.</summary>
    public LabelTransform? Transform { get; init; }

    /// <summary>What scores are multiplied by to be labels: outputs of a function of them are labels already.</summary>
    [JsonIgnore]
    public float ScoreFactor => Transform is null ? (float)Deviation : 1;

    /// <summary>What is added to scores then.</summary>
    [JsonIgnore]
    public float ScoreOffset => Transform is null ? (float)Mean : 0;

    private const double SmallestNormal = 1.17549435e-38;

    /// <summary>Scores end a little before a float does, so that no rounding on the way to them gives infinity.</summary>
    internal const double LargestLabel = float.MaxValue * (1 - 1e-6);

    /// <summary>A target's square must be a float, too.</summary>
    private const double LargestTarget = 1e18;

    /// <summary>
    /// The scale of these labels. Where the mean is farther from a label than a float can tell, the middle between both ends takes its
    /// place.
    /// </summary>
    public static LabelScale Of(IReadOnlyCollection<float> labels)
    {
        double lowest = labels.Min(), highest = labels.Max();
        if (lowest == highest)
            return new LabelScale(lowest, 1, 0, 0);
        double mean = labels.Average(label => (double)label);
        if (Math.Max(highest - mean, mean - lowest) > LargestLabel)
            mean = (lowest + highest) / 2;
        return Between(mean, Math.Sqrt(labels.Average(label => (label - mean) * (label - mean))), lowest, highest);
    }

    /// <summary>
    /// The scale of a mean and a deviation, bounded to labels from the lowest to the highest; the deviation is negative
    /// where labels fall as outputs rise.
    /// </summary>
    public static LabelScale Between(double mean, double deviation, double lowest, double highest)
    {
        // Scores are computed in single precision, where a small deviation has few digits.
        if (Math.Abs(deviation) < SmallestNormal)
            deviation = Math.CopySign(Math.Max((float)Math.Abs(deviation), float.Epsilon), deviation);
        double one = Output(lowest), other = Output(highest);
        return new LabelScale(mean, deviation, Math.Min(one, other), Math.Max(one, other));

        double Output(double label) => (Math.Clamp(label, -LargestLabel, LargestLabel) - mean) / deviation;
    }

    /// <summary>The scale of labels of which a function is learnt.</summary>
    /// <exception cref="InvalidOperationException">The function does not take them.</exception>
    public static LabelScale Of(float[] labels, TargetTransform function) => LabelTransform.Fit(function, labels) is { } transform
        ? Of(transform.Apply(labels)) with { Transform = transform }
        : Of(labels);

    /// <summary>The network's target for a label, of which a function may be learnt.</summary>
    public float TargetOf(float label) => ToOutput(Transform?.Apply(label) ?? label);

    /// <summary>The label that an output stands for, within the bounds.</summary>
    public double LabelOf(float output) =>
        ToLabel(Math.Clamp(output, Lowest, Highest)) is var number && Transform is { } transform ? transform.Invert((float)number) : number;

    /// <summary>Whether a label lies within the bounds.</summary>
    public bool Covers(float label) => (label - Mean) / Deviation is var output && output >= Lowest && output <= Highest;

    /// <summary>This scale, with bounds that cover these labels too.</summary>
    public LabelScale WidenedTo(float lowest, float highest) => Covers(lowest) && Covers(highest)
        ? this
        : Between(Mean, Deviation, Math.Min(lowest, LowestLabel), Math.Max(highest, HighestLabel));

    /// <summary>The smallest label within the bounds.</summary>
    public double LowestLabel => Math.Min(ToLabel(Lowest), ToLabel(Highest));

    /// <summary>The largest label within the bounds.</summary>
    public double HighestLabel => Math.Max(ToLabel(Lowest), ToLabel(Highest));

    /// <summary>The label that an output stands for.</summary>
    public double ToLabel(double output) => Mean + Deviation * output;

    /// <summary>The network's target for a label.</summary>
    public float ToOutput(float label) => (float)Math.Clamp((label - Mean) / Deviation, -LargestTarget, LargestTarget);
}
