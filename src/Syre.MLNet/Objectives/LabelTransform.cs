using System.Globalization;
using Syre.Cpu;

namespace Syre.MLNet.Objectives;

/// <summary>What is learnt of labels in their place, before it is standardised: a rising function and its inverse.</summary>
/// <param name="Kind">Which function.</param>
/// <param name="Labels">Labels at the knots of a function that is linear between them, rising; none for others.</param>
/// <param name="Values">The function's values there, rising.</param>
internal sealed record LabelTransform(TargetTransform Kind, IReadOnlyList<float> Labels, IReadOnlyList<float> Values)
{
    /// <summary>Fewer rows a knot than this would follow chance.</summary>
    private const int RowsPerKnot = 30;
    private const int FewestKnots = 10, MostKnots = 200;

    /// <summary>Fits a transform to labels; null for none.</summary>
    /// <exception cref="InvalidOperationException">It does not take the labels.</exception>
    public static LabelTransform? Fit(TargetTransform kind, ReadOnlySpan<float> labels) => kind switch
    {
        TargetTransform.None => null,
        TargetTransform.Log => new(kind, [], []),
        _ => Quantiles(labels),
    };

    /// <summary>What is wrong with it, one sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Kind) || Kind == TargetTransform.None)
            yield return $"the transform of a scale is {Kind:D}";
        bool fits = Kind == TargetTransform.Quantile ? Labels.Count is >= 1 and <= MostKnots : Labels.Count == 0;
        if (!fits || Values.Count != Labels.Count || !Rises(Labels) || !Rises(Values))
            yield return $"the transform of a scale has {Labels.Count} labels and {Values.Count} values, or they do not rise";
    }

    /// <summary>The function of labels.</summary>
    /// <exception cref="InvalidOperationException">It does not take one of them.</exception>
    public float[] Apply(float[] labels) => Array.ConvertAll(labels, Apply);

    /// <summary>The function of a label.</summary>
    /// <exception cref="InvalidOperationException">It does not take the label.</exception>
    public float Apply(float label) => Kind == TargetTransform.Quantile ? (float)Interpolate(Labels, Values, label)
        : label > -1 ? (float)PortableMath.LogP1(label)
        : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{nameof(TargetTransform)}.{nameof(TargetTransform.Log)} takes labels above −1, and there is one of {label}. " +
            $"Add a number to the labels before the trainer, or use {nameof(TargetTransform.Quantile)}."));

    /// <summary>The label of which this is the function.</summary>
    public float Invert(float value) => Kind == TargetTransform.Quantile
        ? (float)Interpolate(Values, Labels, value)
        : Math.Min((float)PortableMath.Exp(value) - 1, (float)LabelScale.LargestLabel);

    /// <summary>
    /// How far a score is from a label by the function; infinite for a label that it does not tell from others, beyond those that it was
    /// fitted to.
    /// </summary>
    public double Distance(float score, float label)
    {
        if (Kind == TargetTransform.Quantile && !(label >= Labels[0] && label <= Labels[^1]))
            return double.PositiveInfinity;
        float there = Kind == TargetTransform.Log ? Math.Max(score, MathF.BitIncrement(-1)) : score;
        return Math.Abs((double)Apply(there) - Apply(label));
    }

    private static LabelTransform Quantiles(ReadOnlySpan<float> labels)
    {
        float[] sorted = labels.ToArray();
        Array.Sort(sorted);
        int last = sorted.Length - 1, knots = Math.Clamp(sorted.Length / RowsPerKnot, FewestKnots, MostKnots);
        double outermost = 0.5 / sorted.Length;
        // Labels that are often there have several knots, of which the middle stands for all.
        var groups = Enumerable.Range(0, knots).Select(knot => (double)knot / (knots - 1))
            .Select(share => (Label: sorted[(int)Math.Round(share * last)], Value: Normal(Math.Clamp(share, outermost, 1 - outermost))))
            .GroupBy(knot => knot.Label, knot => knot.Value);
        List<float> known = [], values = [];
        foreach (IGrouping<float, double> group in groups)
        {
            float value = (float)group.Average();
            if (values.Count > 0 && value <= values[^1])
                continue;
            known.Add(group.Key);
            values.Add(value);
        }
        return new(TargetTransform.Quantile, known, values);
    }

    /// <summary>Φ⁻¹, within 4.5·10⁻⁴ (Abramowitz and Stegun 1964, 26.2.23), by portable operations.</summary>
    private static double Normal(double share)
    {
        double t = Math.Sqrt(-2 * PortableMath.Log(Math.Min(share, 1 - share)));
        double distance = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        return share < 0.5 ? -distance : distance;
    }

    private static double Interpolate(IReadOnlyList<float> from, IReadOnlyList<float> to, float at)
    {
        if (!(at > from[0]))
            return float.IsNaN(at) ? at : to[0];
        if (at >= from[^1])
            return to[^1];
        int below = 0, above = from.Count - 1;
        while (above - below > 1)
        {
            int middle = (below + above) / 2;
            (below, above) = from[middle] <= at ? (middle, above) : (below, middle);
        }
        double share = ((double)at - from[below]) / ((double)from[above] - from[below]);
        return to[below] + share * ((double)to[above] - to[below]);
    }

    private static bool Rises(IReadOnlyList<float> numbers) =>
        numbers.All(float.IsFinite) && numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);
}
