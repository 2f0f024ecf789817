using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Heads;

/// <summary>
/// An end of an interval as a function of the score: it rises, and is a line, or of a quantile transform lines between knots. A saved model
/// has it as a formula of ML.NET's <c>Expression</c>, which computes the same steps in single precision.
/// </summary>
internal sealed class IntervalBound
{
    private readonly bool _isUpper;

    /// <summary>Lines, from left to right: base + slope · (score − left) from left on; the first one from anywhere.</summary>
    private readonly (float Left, float Base, float Slope)[] _lines;

    private IntervalBound(bool isUpper, (float Left, float Base, float Slope)[] lines) => (_isUpper, _lines) = (isUpper, lines);

    /// <summary>An end of intervals.</summary>
    /// <param name="scale">How labels relate to outputs.</param>
    /// <param name="width">Half the width, in the unit of what is learnt.</param>
    /// <param name="isUpper">Whether it is the upper end.</param>
    public static IntervalBound Create(LabelScale scale, double width, bool isUpper)
    {
        double offset = isUpper ? width : -width;
        return new(isUpper, scale.Transform?.Kind switch
        {
            null or TargetTransform.None => [(0, Single(offset), 1)],
            // ln(1 + label) moved by a number: 1 + label times its exponential.
            TargetTransform.Log => [(-1, -1, Single(Math.Exp(offset)))],
            _ => Lines(scale.Transform, Single(offset)),
        });
    }

    /// <summary>The end for a score; NaN for NaN.</summary>
    public float Of(float score)
    {
        int line = 0, beyond = _lines.Length;
        while (beyond - line > 1)
        {
            int middle = (line + beyond) / 2;
            (line, beyond) = score < _lines[middle].Left ? (line, middle) : (middle, beyond);
        }
        (float left, float start, float slope) = _lines[line];
        float end = start + slope * (score - left);
        return _isUpper ? Math.Max(score, end) : Math.Min(score, end);
    }

    /// <summary>The same as a formula.</summary>
    public string ToFormula() => $"s => {(_isUpper ? "max" : "min")}(s, {Formula(0, _lines.Length)})";

    private string Formula(int line, int beyond)
    {
        if (beyond - line > 1)
        {
            int middle = (line + beyond) / 2;
            return $"(s < {FormulaNumber.Single(_lines[middle].Left)} ? {Formula(line, middle)} : {Formula(middle, beyond)})";
        }
        (float left, float start, float slope) = _lines[line];
        return $"{FormulaNumber.Single(start)} + {FormulaNumber.Single(slope)} * (s - {FormulaNumber.Single(left)})";
    }

    private static (float Left, float Base, float Slope)[] Lines(LabelTransform transform, float offset)
    {
        float[] knots =
        [
            .. transform.Labels.Concat(transform.Values.Select(value => transform.Invert(value - offset))).Distinct().Order(),
        ];
        float[] ends = Array.ConvertAll(knots, knot => transform.Invert(transform.Apply(knot) + offset));
        return
        [
            .. Enumerable.Range(0, knots.Length - 1).Select(line => (knots[line], ends[line],
                Single(((double)ends[line + 1] - ends[line]) / ((double)knots[line + 1] - knots[line])))),
            (knots[^1], ends[^1], 0),
        ];
    }

    private static float Single(double number) => (float)Math.Clamp(number, -LabelScale.LargestLabel, LabelScale.LargestLabel);
}
