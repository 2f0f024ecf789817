using System.Globalization;
using System.Numerics.Tensors;

namespace Syre.MLNet.Objectives;

/// <summary>
/// How the outputs of an earlier regression network are to be read as new labels. What it has learnt is kept where it fits; where the
/// labels are of another unit or range, the scale moves to them, so that training starts near them and no bound of the earlier labels caps
/// what is predicted.
/// </summary>
/// <param name="Scale">The scale to train on with.</param>
/// <param name="StartsAnew">Whether the earlier outputs say nothing of the labels, so that an output layer that can be reset is better
/// reset.</param>
/// <param name="Change">What became of the earlier scale, for the log; null where it was kept.</param>
internal sealed record EarlierScale(LabelScale Scale, bool StartsAnew, string? Change)
{
    /// <summary>
    /// The earlier scale is kept unless a line through its predictions would explain this share of the labels' variance more than the
    /// predictions themselves do: a change of unit by 1.5 does.
    /// </summary>
    private const double KeptWithin = 0.1;

    /// <summary>
    /// The line is taken where it explains at least this share of the variance; else the outputs are not about the labels.
    /// </summary>
    private const double LeastExplained = 0.5;

    /// <summary>
    /// Labels within the earlier range that vary less than this share of the earlier ones are of another unit, not of some of the rows.
    /// </summary>
    private const double LeastDeviation = 0.1;

    /// <summary>A line fits fewer rows by chance.</summary>
    private const int LeastRows = 10;

    /// <summary>Chooses the scale for labels of which a function may be learnt.</summary>
    /// <param name="earlier">The scale of the earlier training.</param>
    /// <param name="function">The function that is to be learnt.</param>
    /// <param name="outputs">The earlier network's outputs for the new rows.</param>
    /// <param name="labels">The new rows' labels.</param>
    /// <param name="all">The labels that the bounds are to cover.</param>
    /// <returns>The scale with these bounds, and how it was chosen.</returns>
    /// <exception cref="ArgumentException">Another function was learnt.</exception>
    public static (LabelScale Scale, EarlierScale Fitted) Continue(
        LabelScale earlier, TargetTransform function, float[] outputs, float[] labels, float[] all)
    {
        LabelTransform? transform = earlier.Transform;
        TargetTransform before = transform?.Kind ?? TargetTransform.None;
        if (before != function)
        {
            throw new ArgumentException(
                $"The earlier network has learnt labels by {nameof(TargetTransform)}.{before}, this training is of " +
                $"{nameof(TargetTransform)}.{function}. Use that of the earlier training.", nameof(InitialModel));
        }
        float[] covered = transform?.Apply(all) ?? all;
        EarlierScale fitted = Fit(earlier, outputs, transform?.Apply(labels) ?? labels);
        return (fitted.Scale.WidenedTo(covered.Min(), covered.Max()) with { Transform = transform }, fitted);
    }

    /// <summary>Chooses the scale.</summary>
    /// <param name="earlier">The scale of the earlier training.</param>
    /// <param name="outputs">The earlier network's outputs for the new rows.</param>
    /// <param name="labels">The new rows' labels.</param>
    public static EarlierScale Fit(LabelScale earlier, ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels)
    {
        double meanLabel = 0, meanOutput = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            meanLabel += (double)labels[row] / labels.Length;
            meanOutput += (double)outputs[row] / labels.Length;
        }
        double labelSquares = 0, outputSquares = 0, products = 0, missed = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double label = labels[row] - meanLabel, output = outputs[row] - meanOutput;
            double miss = labels[row] - (earlier.Mean + earlier.Deviation * outputs[row]);
            labelSquares += label * label;
            outputSquares += output * output;
            products += label * output;
            missed += miss * miss;
        }

        float lowest = TensorPrimitives.Min(labels), highest = TensorPrimitives.Max(labels);
        double slope = outputSquares > 0 ? products / outputSquares : 0;
        double explained = labelSquares > 0 ? slope * products / labelSquares : 0;
        double intercept = meanLabel - slope * meanOutput;
        bool follows = labels.Length >= LeastRows && explained >= LeastExplained &&
            Math.Max(highest - intercept, intercept - lowest) <= LabelScale.LargestLabel;
        bool isSameRange = earlier.Covers(lowest) && earlier.Covers(highest) &&
            (lowest == highest || Math.Sqrt(labelSquares / labels.Length) >= LeastDeviation * Math.Abs(earlier.Deviation));
        bool isPredicted = missed <= (1 - explained + KeptWithin) * labelSquares;
        if (isPredicted || isSameRange && (!follows || slope / earlier.Deviation is >= 0.5 and <= 2))
            return new EarlierScale(earlier.WidenedTo(lowest, highest), StartsAnew: false, null);

        string labelsNow =
            string.Create(CultureInfo.InvariantCulture, $"The labels go from {lowest:g4} to {highest:g4}, those of the earlier training ") +
            string.Create(CultureInfo.InvariantCulture, $"from {earlier.LowestLabel:g4} to {earlier.HighestLabel:g4}. ");
        if (follows)
        {
            return new EarlierScale(
                LabelScale.Between(intercept, slope, lowest, highest),
                StartsAnew: false,
                labelsNow + string.Create(CultureInfo.InvariantCulture,
                    $"The earlier model's predictions are taken times {slope / earlier.Deviation:g4} and bounded to the new labels."));
        }

        return new EarlierScale(
            LabelScale.Of([.. labels]),
            StartsAnew: true,
            labelsNow + "The earlier model predicts them in no unit: training goes on from its hidden layers, and predictions are " +
            "bounded to the new labels.");
    }
}
