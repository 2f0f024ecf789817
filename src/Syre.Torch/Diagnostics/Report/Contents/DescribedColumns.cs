namespace Syre.Torch;

/// <summary>A number for each of some columns, the most important first.</summary>
/// <param name="Title">What the numbers are.</param>
/// <param name="Explanation">How they are to be read, and in which unit.</param>
/// <param name="Values">The columns.</param>
public sealed record DescribedColumns(string Title, string Explanation, IReadOnlyList<DescribedColumn> Values);
