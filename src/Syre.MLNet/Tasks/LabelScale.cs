namespace Syre.MLNet.Tasks;

/// <summary>
/// How a regression label relates to what the network learns: label = <paramref name="Mean"/> + <paramref name="Deviation"/> · output, the output
/// bounded to what occurred in training (RealMLP; anchors A2).
/// </summary>
/// <param name="Mean">Mean of the training labels.</param>
/// <param name="Deviation">Their standard deviation, 1 if they are all alike.</param>
/// <param name="Lowest">The smallest training label, as an output.</param>
/// <param name="Highest">The largest training label, as an output.</param>
internal sealed record LabelScale(double Mean, double Deviation, double Lowest, double Highest)
{
    /// <summary>The scale of these labels.</summary>
    public static LabelScale Of(IReadOnlyCollection<float> labels)
    {
        double mean = labels.Average(label => (double)label);
        double deviation = Math.Sqrt(labels.Average(label => (label - mean) * (label - mean)));
        if (deviation == 0)
            deviation = 1;
        return new LabelScale(mean, deviation, (labels.Min() - mean) / deviation, (labels.Max() - mean) / deviation);
    }

    /// <summary>The network's target for a label.</summary>
    public float ToOutput(float label) => (float)((label - Mean) / Deviation);
}
