namespace Syre.Torch;

/// <summary>One measure in two arms.</summary>
/// <param name="Layer">The layer's name; null for a measure of the whole.</param>
/// <param name="Measure">The measure, named after the member of the report that it is from: <c>EffectiveRank</c>, <c>DeadShare</c>, ….</param>
/// <param name="Value">Its mean over the reports of the first arm.</param>
/// <param name="OtherValue">Its mean over the reports of the other arm.</param>
/// <param name="Margin">
/// How large a difference noise alone explains, in the unit of the measure, 0 or above: half the width of the interval, or with one report each the tolerance.
/// </param>
public sealed record MeasureDifference(string? Layer, string Measure, double Value, double OtherValue, double Margin)
{
    /// <summary>First arm less the other.</summary>
    public double Difference => Value - OtherValue;

    /// <summary>Lower end of the interval around <see cref="Difference"/>.</summary>
    public double Lower => Difference - Margin;

    /// <summary>Upper end of the interval around <see cref="Difference"/>.</summary>
    public double Upper => Difference + Margin;

    /// <summary>Whether the interval holds zero, so that noise explains the difference.</summary>
    public bool IsNoise => Math.Abs(Difference) <= Margin;
}
