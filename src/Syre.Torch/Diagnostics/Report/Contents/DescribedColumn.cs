namespace Syre.Torch;

/// <summary>A number of a column.</summary>
/// <param name="Name">The column.</param>
/// <param name="Value">The number.</param>
/// <param name="Error">Its standard error; NaN where it is not known.</param>
public sealed record DescribedColumn(string Name, double Value, double Error = double.NaN);
