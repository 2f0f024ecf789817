using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Options of <c>CalculateFeatureContribution</c> for networks of <c>SyreNetwork</c>.</summary>
public sealed record FeatureContributionOptions
{
    /// <summary>The column that is made. Default <c>FeatureContributions</c>, as of ML.NET's own models.</summary>
    public string OutputColumnName { get; init; } = "FeatureContributions";

    /// <summary>The largest positive contributions that are kept, at least 0; the others are 0. Default 10; null for all.</summary>
    public int? NumberOfPositiveContributions { get; init; } = 10;

    /// <summary>The most negative contributions that are kept, at least 0; the others are 0. Default 10; null for all.</summary>
    public int? NumberOfNegativeContributions { get; init; } = 10;

    /// <summary>
    /// Whether contributions are divided by the largest absolute one, so that they lie within [−1, 1]. Default yes, as of ML.NET's own
    /// models. If not, and if all are kept, they add up to the score less the baseline's.
    /// </summary>
    public bool Normalize { get; init; } = true;

    /// <summary>
    /// Whether the contributions of all slots of a column of the table are added up, so that the vector has one number a column instead of
    /// one a slot: of one category instead of each of its levels. Default no.
    /// </summary>
    public bool SumByColumn { get; init; }

    /// <summary>
    /// The column that each slot of the features is from, for <see cref="SumByColumn"/>, as <see cref="TablePlan.SlotColumns"/> has it.
    /// Null (default) to go by the slots' names: one that is a column's name, or begins with it and a dot, is of that column, of several
    /// the longest; any other is by itself, as is a slot without a name, which vectors without slot names have.
    /// </summary>
    public IReadOnlyList<string>? SlotColumns { get; init; }

    /// <summary>
    /// Which output is explained: the class or the number with this index, from 0. Null (default) for the likeliest class of each row, or
    /// the first number.
    /// </summary>
    public int? Output { get; init; }

    /// <summary>
    /// Steps of the path from the baseline to the row, at least 1; each takes a forward and a backward pass. Default 32: what the
    /// contributions lack to add up to the score falls as 1/steps², with Relu and Selu in between as 1/steps.
    /// </summary>
    public int Steps { get; init; } = 32;

    /// <summary>Refuses options out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is; all that are, are listed.</exception>
    internal void Check()
    {
        var violations = new Violations();
        violations.Require(!string.IsNullOrEmpty(OutputColumnName), "OutputColumnName is empty; name the column that is made.");
        violations.Require(NumberOfPositiveContributions is null or >= 0, NumberOfPositiveContributions, "at least 0, or null for all");
        violations.Require(NumberOfNegativeContributions is null or >= 0, NumberOfNegativeContributions, "at least 0, or null for all");
        violations.Require(SlotColumns is null || SumByColumn, "SlotColumns is of use with SumByColumn = true alone; set that.");
        violations.Require(Output is null or >= 0, Output, "an index from 0, or null for the likeliest class");
        violations.Require(Steps >= 1, Steps, "at least 1");
        violations.ThrowIfOutOfRange(nameof(FeatureContributionOptions));
    }
}
