namespace Syre.MLNet;

/// <summary>What a model loses without a column, or without several at once.</summary>
/// <param name="Name">The column, or the group's name.</param>
/// <param name="Columns">The columns that were permuted together.</param>
/// <param name="Importance">
/// How much worse the metric becomes, mean over the permutations, in the metric's unit: positive where the column helps, whether the metric
/// rises or falls by that; about 0 where it does not, below by chance too.
/// </param>
/// <param name="StandardError">Of the mean, over the permutations; NaN of one permutation.</param>
public sealed record ImportantColumn(string Name, IReadOnlyList<string> Columns, double Importance, double StandardError);
