namespace Syre.Torch;

/// <summary>One measure in two arms.</summary>
/// <param name="Layer">The layer's name; null for a measure of the whole.</param>
/// <param name="Measure">The measure, named after the member of the report that it is from:
/// <c>EffectiveRank</c>, <c>DeadShare</c>, ….</param>
/// <param name="Value">Its mean over the reports of the first arm.</param>
/// <param name="OtherValue">Its mean over the reports of the other arm.</param>
/// <param name="Margin">
/// How large a difference noise alone explains, in the unit of the measure, 0 or above: half the width of the interval, or with
/// one report each the tolerance.
/// </param>
public sealed record MeasureDifference(string? Layer, string Measure, double Value, double OtherValue, double Margin)
{
    /// <summary>First arm less the other.</summary>
    public double Difference => Value - OtherValue;

    /// <summary>Lower end of the interval around <see cref="Difference"/>.</summary>
    public double Lower => Difference - Margin;

    /// <summary>Upper end of the interval around <see cref="Difference"/>.</summary>
    public double Upper => Difference + Margin;

    /// <summary>Whether every run of one arm lies beyond every run of the other; false for one run each.</summary>
    public bool IsSeparated { get; init; }

    /// <summary>Whether equal arms of so many runs would be so separated more rarely than the confidence allows.</summary>
    public bool IsSeparatedBeyondChance { get; init; }

    /// <summary>Whether noise can explain the difference: the interval holds zero, and the runs are not separated beyond chance. Runs that
    /// are separated, but so few that chance does that too (<see cref="IsSeparated"/>), are not told from noise.</summary>
    public bool IsNoise => Math.Abs(Difference) <= Margin && !IsSeparatedBeyondChance;
}
